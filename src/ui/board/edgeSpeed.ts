/** So near the edge the board begins to scroll. */
const EDGE_PX = 56
/** So far a frame, at the edge itself and beyond it. */
const FASTEST_PX = 14

/** How far to scroll in this frame for a pointer here, from `start` to `end`: negative towards the start. */
export function getEdgeSpeed(position: number, start: number, end: number): number {
  // Between two near edges there is always a still middle.
  const edge = Math.min(EDGE_PX, (end - start) / 4)
  const depth = Math.max(start + edge - position, 0) - Math.max(position - (end - edge), 0)
  return depth === 0 ? 0 : -Math.sign(depth) * Math.ceil(Math.min(1, Math.abs(depth) / edge) * FASTEST_PX)
}
