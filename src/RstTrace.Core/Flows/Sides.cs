namespace RstTrace.Core.Flows;

/// <summary>What a side has to the other.</summary>
static class Sides
{
    extension(Side side)
    {
        /// <summary>The other side.</summary>
        public Side Other => side == Side.Client ? Side.Server : Side.Client;
    }
}
