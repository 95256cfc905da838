// Zoom and movement, by mouse, finger and key.

const view = { x: 0, y: 0, k: 1 };
let chosen = {};
let hovered = null;

function place() {
  world.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
}

function fit() {
  const { width, height } = canvas.getBoundingClientRect();
  // A little room at the edges, for names that stand beside their nodes.
  view.k = Math.min(1.6, 0.94 * Math.min(width / data.width, height / data.height) || 1);
  view.x = (width - data.width * view.k) / 2;
  view.y = (height - data.height * view.k) / 2;
  place();
  letter();
}

let touched = false;
let waiting = 0;
function zoom(factor, x, y) {
  touched = true;
  const k = Math.max(0.05, Math.min(12, view.k * factor));
  view.x = x - (x - view.x) * (k / view.k);
  view.y = y - (y - view.y) * (k / view.k);
  view.k = k;
  place();
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(letter);
}

function show(node) {
  touched = true;
  const { width, height } = canvas.getBoundingClientRect();
  view.k = Math.max(view.k, 1);
  view.x = width / 2 - node.x * view.k;
  view.y = height / 2 - node.y * view.k;
  place();
  letter();
}

const middle = () => {
  const { width, height } = canvas.getBoundingClientRect();
  return [width / 2, height / 2];
};
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const box = canvas.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), event.clientX - box.left, event.clientY - box.top);
}, { passive: false });

const fingers = new Map();
let moved = false;
canvas.addEventListener("pointerdown", (event) => {
  fingers.set(event.pointerId, [event.clientX, event.clientY]);
  moved = false;
});
canvas.addEventListener("pointermove", (event) => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const now = [event.clientX, event.clientY];
  const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
  if (!moved && Math.hypot(dx, dy) < 4) return;
  if (!moved) canvas.setPointerCapture(event.pointerId);
  moved = touched = true;
  canvas.classList.add("moving");
  if (fingers.size === 2) {
    const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
    const box = canvas.getBoundingClientRect();
    const apart = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]);
    zoom(apart(now) / (apart(before) || 1), (now[0] + other[0]) / 2 - box.left, (now[1] + other[1]) / 2 - box.top);
  } else {
    view.x += dx;
    view.y += dy;
    place();
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(letter);
  }
  fingers.set(event.pointerId, now);
});
for (const name of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(name, (event) => {
    fingers.delete(event.pointerId);
    canvas.classList.remove("moving");
  });
}
canvas.addEventListener("click", (event) => {
  if (event.target === canvas && !moved) choose({});
});
canvas.addEventListener("keydown", (event) => {
  const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  if (steps[event.key]) {
    touched = true;
    view.x += steps[event.key][0];
    view.y += steps[event.key][1];
    place();
    letter();
  } else if (event.key === "+" || event.key === "=") zoom(1.25, ...middle());
  else if (event.key === "-") zoom(0.8, ...middle());
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
});
byId("closer").addEventListener("click", () => zoom(1.4, ...middle()));
byId("farther").addEventListener("click", () => zoom(1 / 1.4, ...middle()));
byId("all").addEventListener("click", fit);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    byId("found").hidden = true;
    choose({});
  } else if (event.key === "/" && document.activeElement.tagName !== "INPUT") {
    event.preventDefault();
    byId("search").focus();
  }
});
