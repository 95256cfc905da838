// Names: as many as have room at this zoom.

const measure = document.createElement("canvas").getContext("2d");
const face = getComputedStyle(document.documentElement).fontFamily;
for (const node of nodes) {
  measure.font = `100px ${face}`;
  node.wide = measure.measureText(node.short).width / 100;
}

const FAMOUS = 15;

function letter() {
  const taken = [];
  const cell = 80;
  const grid = new Map();
  const near = (box) => {
    const keys = [];
    for (let x = Math.floor(box[0] / cell); x <= Math.floor(box[2] / cell); x += 1)
      for (let y = Math.floor(box[1] / cell); y <= Math.floor(box[3] / cell); y += 1) keys.push(x * 65536 + y);
    return keys;
  };
  const free = (box, own, overNodes) => !near(box).some((key) => (grid.get(key) || []).some((number) => {
    const other = taken[number];
    return other.own !== own && !(overNodes && other.node) && box[0] < other.box[2] && other.box[0] < box[2] && box[1] < other.box[3] && other.box[1] < box[3];
  }));
  const take = (box, own, node) => {
    taken.push({ box, own, node });
    for (const key of near(box)) {
      if (!grid.has(key)) grid.set(key, []);
      grid.get(key).push(taken.length - 1);
    }
  };
  const k = view.k;
  const { width, height } = canvas.getBoundingClientRect();
  // A name that would be cut off at the edge of the picture is not there to be read.
  const inside = ([left, top, right, bottom]) =>
    left + view.x > 2 && right + view.x < width - 2 && top + view.y > 2 && bottom + view.y < height - 2;
  for (const node of nodes) {
    if (!node.visible) continue;
    const [x, y, r] = [node.x * k, node.y * k, node.r * k];
    take([x - r, y - r, x + r, y + r], node, true);
  }
  /** Where a node's name has room in letters of this size: below, above, beside it or at its corners. */
  const room = (node, size, overNodes) => {
    const [x, y, r, w] = [node.x * k, node.y * k, node.r * k, node.wide * size];
    const corner = [0.7 * r + 3 + w / 2, 0.7 * r + 3];
    const places = [
      [x, y + r + 3 + 0.8 * size], [x, y - r - 3 - 0.24 * size],
      [x + r + 4 + w / 2, y + 0.3 * size], [x - r - 4 - w / 2, y + 0.3 * size],
      [x + corner[0], y + corner[1] + 0.6 * size], [x - corner[0], y + corner[1] + 0.6 * size],
      [x + corner[0], y - corner[1]], [x - corner[0], y - corner[1]],
    ];
    return places
      .map(([at, base]) => [at, base, [at - w / 2 - 2, base - 0.8 * size, at + w / 2 + 2, base + 0.24 * size], size])
      .find(([, , box]) => inside(box) && free(box, node, overNodes));
  };
  // First whoever is looked at, then who is tied to them, then by number of events.
  const centre = hovered || chosen.node;
  const beside = neighbours(centre);
  const rank = (node) => (node === centre ? 0 : beside.has(node) ? 1 : 2);
  const first = [...nodes].sort((one, other) => rank(one) - rank(other) || one.index - other.index);
  for (const node of first) {
    node.lettered = false;
    if (node.visible) {
      const usual = 11 + Math.min(5, (node.r - 6) * 0.3);
      // Who has most events is named in any case, even over the nodes of others; a small name is better than none.
      const found = room(node, usual, false)
        || (beside.has(node) || node.index < FAMOUS ? room(node, usual, true) : null)
        || room(node, 0.85 * usual, false);
      if (found) {
        const [at, base, box, size] = found;
        take(box, node, false);
        node.label.setAttribute("x", at / k);
        node.label.setAttribute("y", base / k);
        node.label.setAttribute("font-size", size / k);
        node.label.style.strokeWidth = `${3.5 / k}px`;
        node.lettered = true;
      }
    }
    node.label.style.display = node.lettered ? "" : "none";
  }
}
