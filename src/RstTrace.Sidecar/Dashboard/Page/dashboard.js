"use strict";

const mostShown = 200;
const senders = ["client", "server", "third-party", "unknown"];
const shown = new Map(); // by id
let before = null; // the state before this one, for rates
let paused = false;
let held = [];

const by = id => document.getElementById(id);
const whole = number => Math.round(number).toLocaleString("en");

function say(id, text) {
  const element = by(id);
  if (element.textContent !== text) element.textContent = text;
}

function large(number) {
  if (number >= 1e9) return (number / 1e9).toFixed(1) + " G";
  if (number >= 1e6) return (number / 1e6).toFixed(1) + " M";
  return whole(number);
}

function duration(seconds) {
  if (seconds < 1) return Math.round(seconds * 1000) + " ms";
  if (seconds < 120) return Math.round(seconds) + " s";
  if (seconds < 7200) return Math.round(seconds / 60) + " min";
  if (seconds < 172800) return Math.round(seconds / 3600) + " h";
  return Math.round(seconds / 86400) + " d";
}

// -- what there is now

function showState(state) {
  const sum = rows => rows.reduce((all, row) => all + row.minute, 0);
  say("where", state.device + (state.filter ? ", " + state.filter : ""));
  say("n-minute", whole(sum(state.senders)));
  say("n-resets", large(state.resets));
  say("n-connections", large(state.connections || 0));
  say("n-dropped", large(state.dropped || 0));
  by("n-dropped").parentElement.classList.toggle("bad", state.dropped > 0);
  const elapsed = before ? state.uptime - before.uptime : 0;
  const packets = state.packets || 0;
  if (elapsed > 0) say("n-packets", large((packets - (before.packets || 0)) / elapsed));
  showAlarm(state);
  drawTimeline(state);
  showRows("causes", state.causes);
  showRows("servers", state.servers);
  drawSilences(state.silences);
  showHealth(state);
  say("foot", "rsttrace " + state.version + ", up " + duration(state.uptime) + ", "
    + Math.round(state.memory / 1048576) + " MB, " + state.cpu + " % of a processor");
  before = state;
}

function showAlarm(state) {
  const says = [];
  if (state.obstacle) says.push("Nothing is captured: " + state.obstacle + ".");
  if (state.share < 1) {
    says.push("Overload: 1 in " + Math.round(1 / state.share) + " connections is looked at.");
  }
  for (const outlet of state.outlets) {
    if (outlet.ailment) says.push(outlet.name + ": " + outlet.ailment);
  }
  say("alarm", says.join(" "));
  by("alarm").hidden = says.length === 0;
}

function showRows(id, rows) {
  const body = by(id).tBodies[0];
  while (body.rows.length > rows.length) body.deleteRow(-1);
  const most = Math.max(1, ...rows.map(row => row.minute));
  rows.forEach((row, place) => {
    const line = body.rows[place] || newRow(body);
    const [name, minute, all] = line.cells;
    if (name.firstChild.data !== row.name) {
      name.firstChild.data = row.name;
      name.title = row.name;
    }
    name.querySelector("i").style.width = (100 * row.minute / most) + "%";
    minute.textContent = whole(row.minute);
    all.textContent = large(row.all);
  });
}

function newRow(body) {
  const line = body.insertRow();
  const name = line.insertCell();
  name.append(document.createTextNode(""));
  put(put(name, "span", "bar"), "i");
  line.insertCell();
  line.insertCell();
  return line;
}

function showHealth(state) {
  const lines = [
    ["packets", large(state.packets || 0) + ", " + large(state.octets || 0) + "B"],
    ["dropped", whole(state.dropped || 0), state.dropped > 0],
    ["looked at", state.share === 1 ? "every connection" : "1 in " + Math.round(1 / state.share),
      state.share < 1],
    ["connections", whole(state.accepted || 0) + " accepted, " + whole(state.refused || 0)
      + " refused"],
    ["evicted", whole(state.evicted || 0) + " of the full table", state.evicted > 0],
    ["not told", whole(state.suppressed) + " resets, too many at once", state.suppressed > 0],
  ];
  for (const outlet of state.outlets) {
    lines.push([outlet.name, whole(outlet.delivered) + " delivered, " + whole(outlet.waiting)
      + " waiting, " + whole(outlet.dropped) + " dropped", outlet.dropped > 0]);
  }
  const list = by("health");
  while (list.children.length > 2 * lines.length) list.lastChild.remove();
  lines.forEach(([name, value, bad], place) => {
    const term = list.children[2 * place] || put(list, "dt");
    const text = list.children[2 * place + 1] || put(list, "dd");
    term.textContent = name;
    text.textContent = value;
    text.className = bad ? "bad" : "";
  });
}

// -- charts: shapes across in shares of 100, text outside of what is stretched

function shape(parent, tag, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

function drawTimeline(state) {
  const steps = 60, height = 90;
  const rows = senders.map(name => state.senders.find(row => row.name === name));
  const sums = Array.from({ length: steps }, (_, i) =>
    rows.reduce((sum, row) => sum + (row ? row.steps[i] : 0), 0));
  const most = Math.max(1, ...sums);
  by("timeline").replaceChildren();
  const chart = shape(by("timeline"), "svg", { height: height + 20, role: "img",
    "aria-label": "Resets in each " + state.step + " seconds" });
  for (let i = 0; i < steps; i++) {
    let top = height;
    rows.forEach((row, place) => {
      const tall = row ? (height - 14) * row.steps[i] / most : 0;
      if (tall === 0) return;
      top -= tall;
      shape(chart, "rect", { class: senders[place], x: (100 * i / steps) + "%", y: top,
        width: "1.4%", height: tall });
    });
  }
  shape(chart, "line", { class: "axis", x1: 0, x2: "100%", y1: height, y2: height });
  shape(chart, "text", { x: 0, y: 9 }, whole(most) + " in " + state.step + " s");
  shape(chart, "text", { x: 0, y: height + 15 }, "10 min ago");
  shape(chart, "text", { x: "50%", y: height + 15, "text-anchor": "middle" }, "5 min");
  shape(chart, "text", { x: "100%", y: height + 15, "text-anchor": "end" }, "now");
  by("legend").replaceChildren();
  rows.forEach((row, place) => {
    if (!row) return;
    const name = put(by("legend"), "span");
    put(name, "i", senders[place]);
    name.append(senders[place] + " " + whole(row.steps.reduce((sum, one) => sum + one, 0)));
  });
}

function drawSilences(silences) {
  const height = 110, counts = silences.counts, most = Math.max(1, ...counts);
  by("silences").replaceChildren();
  if (counts.every(count => count === 0)) {
    put(by("silences"), "p", "", "No reset with a known silence yet.");
    return;
  }
  const chart = shape(by("silences"), "svg", { height: height + 22, role: "img",
    "aria-label": "Resets by the silence before them" });
  counts.forEach((count, i) => {
    const x = 100 * i / counts.length, tall = (height - 16) * count / most;
    const bin = shape(chart, "rect", { class: "bin", x: (x + 0.4) + "%", y: height - tall,
      width: (100 / counts.length - 0.8) + "%", height: tall });
    const to = i < silences.limits.length ? " up to " + duration(silences.limits[i])
      : " longer than " + duration(silences.limits[i - 1]);
    shape(bin, "title", {}, whole(count) + to);
    const middle = (x + 50 / counts.length) + "%";
    if (count > 0) {
      shape(chart, "text", { x: middle, y: height - tall - 3, "text-anchor": "middle" },
        large(count));
    }
    if (i % 3 === 2 && i < silences.limits.length) {
      shape(chart, "text", { x: (x + 100 / counts.length) + "%", y: height + 15,
        "text-anchor": "middle" }, duration(silences.limits[i]));
    }
  });
  shape(chart, "line", { class: "axis", x1: 0, x2: "100%", y1: height, y2: height });
}

// -- verdicts

function showReset(reset) {
  if (shown.has(reset.id)) return;
  if (paused) {
    held.push(reset);
    if (held.length > mostShown) held.shift();
    say("pause", "go on (" + held.length + ")");
    return;
  }
  const item = document.createElement("li");
  const button = put(item, "button");
  button.type = "button";
  const time = put(button, "time", "", new Date(reset.time).toLocaleTimeString("en-GB"));
  time.dateTime = reset.time;
  time.title = reset.time;
  put(button, "span", "who " + reset.sender, reset.sender);
  put(button, "span", "cause", reset.cause);
  put(button, "span", "ends", reset.client + " \u2192 " + reset.server
    + (reset.service === "other" ? "" : " (" + reset.service + ")"));
  put(button, "span", "sure", reset.confidence.toFixed(2));
  put(button, "span", "says", reset.summary);
  button.addEventListener("click", () => openDetail(reset));
  item.className = "new";
  item.dataset.words = [reset.sender, reset.stage, reset.cause, reset.client, reset.server,
    reset.service, reset.title].join(" ").toLowerCase();
  item.hidden = !fits(item);
  by("list").prepend(item);
  shown.set(reset.id, item);
  if (shown.size > mostShown) {
    const [oldest, element] = shown.entries().next().value;
    element.remove();
    shown.delete(oldest);
  }
  by("none").hidden = true;
}

function fits(item) {
  const words = by("filter").value.toLowerCase().split(/\s+/);
  return words.every(word => item.dataset.words.includes(word));
}

async function openDetail(reset) {
  say("d-title", reset.title);
  say("d-ends", reset.client + " \u2192 " + reset.server + ", " + reset.time);
  by("d-lines").replaceChildren();
  by("d-ladder").replaceChildren();
  by("detail").showModal();
  try {
    const answer = await fetch("/api/reset?id=" + encodeURIComponent(reset.id));
    if (!answer.ok) throw new Error(await answer.text());
    const whole = await answer.json();
    say("d-title", whole.title);
    showLines(whole.lines);
    drawLadder(by("d-ladder"), whole.ladder);
  } catch (failure) {
    put(by("d-lines"), "dd", "", reset.summary);
    put(by("d-ladder"), "p", "", "It is not kept any more: " + failure.message);
  }
}

function showLines(lines) {
  for (const line of lines) {
    put(by("d-lines"), "dt", "", line.label);
    const text = put(by("d-lines"), "dd", "", line.text);
    if (line.command) put(text, "code", "", line.command);
  }
}

// -- the stream: the browser comes back by itself, and says which event it had last

function listen() {
  const stream = new EventSource("/api/stream");
  stream.addEventListener("open", () => {
    by("link").className = "live";
    say("link", "live");
    before = null;
  });
  stream.addEventListener("reset", event => showReset(JSON.parse(event.data)));
  stream.addEventListener("state", event => showState(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    by("link").className = "lost";
    say("link", "no connection, trying again");
    if (stream.readyState !== EventSource.CLOSED) return;
    stream.close();
    setTimeout(listen, 3000);
  });
}

by("filter").addEventListener("input", () => {
  for (const item of shown.values()) item.hidden = !fits(item);
});

by("pause").addEventListener("click", () => {
  paused = !paused;
  by("pause").setAttribute("aria-pressed", String(paused));
  say("pause", paused ? "go on" : "pause");
  if (paused) return;
  const waiting = held;
  held = [];
  waiting.forEach(showReset);
});

listen();
