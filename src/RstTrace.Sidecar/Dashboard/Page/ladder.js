"use strict";

// The segments around a reset: time goes down, the client is on the left. All text came off the
// wire or may have: it is put down as text, never as markup.
function put(parent, tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

function drawLadder(parent, ladder) {
  parent.replaceChildren();
  if (ladder.steps.length === 0) {
    put(parent, "p", "", "Its segments are no longer in memory: capture.ladder_memory keeps more.");
    return;
  }
  const grid = put(parent, "div", "ladder");
  put(grid, "span");
  const ends = put(grid, "div", "ends");
  put(ends, "span", "", "client");
  put(ends, "span", "", "server");
  for (const step of ladder.steps) {
    if (step.missing || step.silence) drawGap(grid, step);
    drawStep(grid, step);
  }
}

function drawGap(grid, step) {
  put(grid, "span");
  const says = [];
  if (step.missing) says.push(step.missing + (step.missing === 1 ? " segment" : " segments"));
  if (step.silence) says.push(step.silence);
  put(grid, "div", "gap", says.join(", "));
}

function drawStep(grid, step) {
  put(grid, "span", "at", step.at);
  const way = step.from === "client" ? "right" : "left";
  const row = put(grid, "div", "step " + way + (step.reset ? " rst" : ""));
  row.title = "frame " + step.frame;
  put(row, "span", "", step.says);
  const notes = [];
  if (step.octets > 0) notes.push(step.octets + " octets");
  notes.push("TTL " + step.ttl);
  put(row, "span", "note", notes.join(", "));
  if (step.is) put(row, "span", "mark", step.is);
}
