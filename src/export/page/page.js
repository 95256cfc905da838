"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { nodes, ties, events } = data;
  const SVG = "http://www.w3.org/2000/svg";
  const byId = (id) => document.getElementById(id);
  const canvas = byId("network");

  const DASHES = { happened: "none", planned: "7 5", possible: "12 5 3 5", denied: "1 5", cancelled: "1 5" };
  // The surest event decides how a tie is drawn.
  const STATUSES = ["happened", "planned", "possible", "denied", "cancelled"];

  /** An element of HTML; children are elements or text, never markup. */
  function html(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, "");
      else if (value !== false && value != null) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child != null));
    return element;
  }

  /** An element of SVG. */
  function svg(name, attributes = {}) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  const counted = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
  const spaced = (word) => word.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const day = (number) => new Date(number * 864e5).toISOString().slice(0, 10);
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // ---- What is shown ------------------------------------------------------------------------------------------

  const kinds = count(events.map((event) => event.kind));
  const statuses = count(events.map((event) => event.status));
  const entities = count(nodes.map((node) => node.kind));
  const dated = events.filter((event) => event.first !== undefined);
  const earliest = Math.min(...dated.map((event) => event.first));
  const latest = Math.max(...dated.map((event) => event.last));
  const filter = {
    kinds: new Set(kinds.keys()), statuses: new Set(statuses.keys()), entities: new Set(entities.keys()),
    from: earliest, to: latest, undated: true,
  };

  function count(values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return new Map([...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)));
  }

  function passes(event) {
    if (!filter.kinds.has(event.kind) || !filter.statuses.has(event.status)) return false;
    if (event.first === undefined) return filter.undated;
    return event.last >= filter.from && event.first <= filter.to;
  }

  // ---- Drawing ------------------------------------------------------------------------------------------------

  const world = svg("g");
  const tieLayer = svg("g");
  const nodeLayer = svg("g");
  const nameLayer = svg("g", { "aria-hidden": "true" });
  world.append(tieLayer, nodeLayer, nameLayer);
  canvas.append(world);

  function outline(kind, r) {
    if (kind === "person") return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    if (kind === "organisation") return `M${-0.88 * r} ${-0.88 * r}h${1.76 * r}v${1.76 * r}h${-1.76 * r}z`;
    if (kind === "place") return `M${-r} 0L0 ${-r}L${r} 0L0 ${r}z`;
    return `M0 ${-r}L${0.95 * r} ${0.75 * r}L${-0.95 * r} ${0.75 * r}z`;
  }

  for (const tie of ties) {
    const [a, b] = [nodes[tie.a], nodes[tie.b]];
    const ends = { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
    tie.hit = svg("line", { ...ends, class: "hit" });
    tie.line = svg("line", { ...ends, class: "tie" });
    tie.hit.addEventListener("click", () => choose({ tie }));
    tieLayer.append(tie.hit, tie.line);
    (a.ties ||= []).push(tie);
    (b.ties ||= []).push(tie);
  }

  nodes.forEach((node, index) => {
    node.index = index;
    node.mark = svg("g", {
      class: "node", transform: `translate(${node.x} ${node.y})`, tabindex: "-1", role: "button", "aria-label": node.name,
    });
    const path = svg("path", { d: outline(node.kind, node.r), fill: data.colours[node.group] });
    const title = svg("title");
    title.textContent = node.name;
    node.mark.append(path, title);
    node.mark.addEventListener("click", () => choose({ node }));
    node.mark.addEventListener("mouseenter", () => spotlight(node));
    node.mark.addEventListener("mouseleave", () => spotlight(chosen.node));
    node.label = svg("text", { class: "name" });
    node.label.textContent = node.name;
    nameLayer.append(node.label);
  });
  // Small nodes lie over large ones, so that all can be clicked.
  nodeLayer.append(...[...nodes].sort((one, other) => other.r - one.r).map((node) => node.mark));

  function refresh() {
    for (const tie of ties) {
      tie.shown = tie.events.map((index) => events[index]).filter(passes);
      const visible = tie.shown.length > 0 && filter.entities.has(nodes[tie.a].kind) && filter.entities.has(nodes[tie.b].kind);
      tie.visible = visible;
      tie.line.style.display = tie.hit.style.display = visible ? "" : "none";
      if (!visible) continue;
      const status = STATUSES.find((status) => tie.shown.some((event) => event.status === status));
      tie.line.setAttribute("stroke-dasharray", DASHES[status]);
      tie.line.setAttribute("stroke-width", (1.2 + Math.log2(tie.shown.length) * 0.9).toFixed(1));
    }
    let left = 0;
    for (const node of nodes) {
      node.visible = (node.ties || []).some((tie) => tie.visible);
      node.mark.style.display = node.visible ? "" : "none";
      if (node.visible) left += 1;
    }
    const shownTies = ties.filter((tie) => tie.visible).length;
    byId("nothing").hidden = left > 0;
    if (left !== nodes.length || shownTies !== ties.length || filtered) {
      byId("summary").textContent = `${counted(left, "node")}, ${counted(shownTies, "tie")} shown`;
      filtered = true;
    }
    letter();
    spotlight(chosen.node);
    describe();
    months();
  }
  let filtered = false;

  // ---- Names: as many as have room at this zoom ---------------------------------------------------------------

  const measure = document.createElement("canvas").getContext("2d");
  const face = getComputedStyle(document.documentElement).fontFamily;
  for (const node of nodes) {
    measure.font = `100px ${face}`;
    node.wide = measure.measureText(node.name).width / 100;
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
    for (const node of nodes) {
      if (!node.visible) continue;
      const [x, y, r] = [node.x * k, node.y * k, node.r * k];
      take([x - r, y - r, x + r, y + r], node, true);
    }
    const first = [...nodes].sort((one, other) => (other === chosen.node) - (one === chosen.node) || one.index - other.index);
    for (const node of first) {
      node.lettered = false;
      if (node.visible) {
        const size = 11 + Math.min(5, (node.r - 6) * 0.3);
        const [x, y, r, w] = [node.x * k, node.y * k, node.r * k, node.wide * size];
        const places = [
          [x, y + r + 3 + 0.8 * size], [x, y - r - 3 - 0.24 * size],
          [x + r + 4 + w / 2, y + 0.3 * size], [x - r - 4 - w / 2, y + 0.3 * size],
        ];
        const boxed = places.map(([at, base]) => [at, base, [at - w / 2 - 2, base - 0.8 * size, at + w / 2 + 2, base + 0.24 * size]]);
        // Who has most events is named in any case, even over the nodes of others.
        const found = boxed.find(([, , box]) => free(box, node, false))
          || (node === chosen.node || node.index < FAMOUS ? boxed.find(([, , box]) => free(box, node, true)) : null);
        if (found) {
          const [at, base, box] = found;
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

  // ---- Zoom and movement --------------------------------------------------------------------------------------

  const view = { x: 0, y: 0, k: 1 };
  let chosen = {};

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

  // ---- Choosing, and what is told of what was chosen ----------------------------------------------------------

  function choose(what) {
    for (const old of document.querySelectorAll(".chosen")) old.classList.remove("chosen");
    chosen = what;
    if (what.node) what.node.mark.classList.add("chosen");
    if (what.tie) what.tie.line.classList.add("chosen");
    letter();
    spotlight(what.node);
    describe();
    byId("details").scrollTop = 0;
  }

  /** Fades whatever has nothing to do with a node. */
  function spotlight(node) {
    const near = new Set(node ? [node] : []);
    for (const tie of (node && node.ties) || []) if (tie.visible) near.add(nodes[tie.a]).add(nodes[tie.b]);
    for (const tie of ties) {
      const apart = node && nodes[tie.a] !== node && nodes[tie.b] !== node;
      tie.line.classList.toggle("faded", Boolean(apart));
    }
    for (const other of nodes) {
      const apart = node && !near.has(other);
      other.mark.classList.toggle("faded", Boolean(apart));
      other.label.classList.toggle("faded", Boolean(apart));
    }
  }

  function describe() {
    const details = byId("details");
    if (chosen.tie) details.replaceChildren(...ofTie(chosen.tie));
    else if (chosen.node) details.replaceChildren(...ofNode(chosen.node));
    else details.replaceChildren(...ofAll());
  }

  function ofTie(tie) {
    const [a, b] = [nodes[tie.a], nodes[tie.b]].sort((one, other) => (one.name < other.name ? -1 : 1));
    return [
      html("h2", {}, `${a.name} and ${b.name}`),
      html("p", { class: "also" }, counted(tie.shown.length, "event")),
      ...newestFirst(tie.shown).map(card),
      html("h3", {}, "More about"),
      html("ul", { class: "list" }, ...[a, b].map((node) => html("li", {}, row(node.name, "", () => choose({ node }))))),
    ];
  }

  function ofNode(node) {
    const visible = (node.ties || []).filter((tie) => tie.visible);
    const shared = [...new Set(visible.flatMap((tie) => tie.shown))];
    const other = (tie) => nodes[tie.a === node.index ? tie.b : tie.a];
    const rows = visible
      .sort((one, two) => two.shown.length - one.shown.length || (other(one).name < other(two).name ? -1 : 1))
      .map((tie) => html("li", {}, row(other(tie).name, counted(tie.shown.length, "event"), () => choose({ tie }))));
    const also = [node.kindLabel, ...(node.also.length ? [`also: ${node.also.join(", ")}`] : [])].join(" · ");
    return [
      html("h2", {}, node.name),
      html("p", { class: "also" }, also),
      html("h3", {}, `Tied to ${visible.length}`),
      html("ul", { class: "list" }, ...rows),
      html("h3", {}, counted(shared.length, "event")),
      ...newestFirst(shared).slice(0, 100).map(card),
    ];
  }

  function ofAll() {
    const rows = nodes.filter((node) => node.visible).slice(0, 50).map((node) => {
      const shared = new Set(node.ties.filter((tie) => tie.visible).flatMap((tie) => tie.shown)).size;
      return html("li", {}, row(node.name, counted(shared, "event"), () => { choose({ node }); show(node); }));
    });
    return [
      html("p", { class: "also" }, "Click a name or a line to read what the articles say."),
      html("h3", {}, "With most events"),
      html("ul", { class: "list" }, ...rows),
    ];
  }

  /** Those without a date come last. */
  function newestFirst(some) {
    const last = (event) => event.last ?? -Infinity;
    return [...some].sort((one, other) => last(other) - last(one) || 0);
  }

  function row(name, note, onclick) {
    return html("button", { type: "button", onclick }, html("span", {}, name), note ? html("small", {}, note) : null);
  }

  function card(event) {
    const facts = [["When", event.when], ["Where", event.where], ["Why", event.why], ["Who", (event.who || []).join(", ")]]
      .filter(([, value]) => value)
      .flatMap(([name, value]) => [html("dt", {}, name), html("dd", {}, value)]);
    const quotes = (event.evidence || []).map((words) => {
      const name = [words.source, words.title].filter(Boolean).join(": ") || words.url || "";
      const link = words.url && name ? html("a", { href: words.url, rel: "noreferrer", target: "_blank" }, name) : name;
      return html("blockquote", {}, `“${words.text}”`, name ? html("footer", {}, link) : null);
    });
    return html("article", {},
      html("h4", {}, `${event.label || spaced(event.kind)} `, html("span", { class: "status" }, event.status)),
      html("dl", {}, ...facts), ...quotes);
  }

  // ---- Filters ------------------------------------------------------------------------------------------------

  function chips(box, counts, set, mark) {
    for (const [name, number] of counts) {
      const input = html("input", { type: "checkbox", checked: true, value: name, onchange: () => {
        if (input.checked) set.add(name); else set.delete(name);
        refresh();
      } });
      box.append(html("label", { class: "chip" }, input, mark ? mark(name) : null, spaced(name), html("small", {}, String(number))));
    }
  }

  chips(byId("kinds"), kinds, filter.kinds);
  chips(byId("statuses"), statuses, filter.statuses, (status) => {
    const sample = svg("svg", { viewBox: "0 0 24 8", "aria-hidden": "true" });
    sample.append(svg("line", { x1: 1, y1: 4, x2: 23, y2: 4, class: "tie", "stroke-width": 2, "stroke-dasharray": DASHES[status] }));
    return sample;
  });
  chips(byId("entities"), entities, filter.entities, (kind) => {
    const sample = svg("svg", { viewBox: "-8 -8 16 16", class: "mark", "aria-hidden": "true" });
    sample.append(svg("path", { d: outline(kind, 7), fill: "currentColor" }));
    return sample;
  });
  byId("entities-field").hidden = entities.size < 2;

  // ---- Time ---------------------------------------------------------------------------------------------------

  const [from, to] = [byId("from"), byId("to")];
  const undatedCount = events.length - dated.length;
  byId("undated-label").hidden = undatedCount === 0;
  byId("undated").addEventListener("change", (event) => { filter.undated = event.target.checked; refresh(); });
  const hasTime = dated.length > 0 && latest > earliest;
  byId("time").hidden = !hasTime;

  const BARS = 60;
  const bars = [];
  if (hasTime) {
    for (const input of [from, to]) { input.min = earliest; input.max = latest; }
    from.value = earliest;
    to.value = latest;
    const width = (latest - earliest + 1) / BARS;
    const heights = new Array(BARS).fill(0);
    for (const event of dated) heights[Math.min(BARS - 1, Math.floor((event.first - earliest) / width))] += 1;
    const most = Math.max(...heights);
    const chart = byId("months");
    chart.setAttribute("viewBox", `0 0 ${BARS} 1`);
    heights.forEach((height, index) => {
      const tall = height ? Math.max(0.08, height / most) : 0;
      const bar = svg("rect", { x: index + 0.1, y: 1 - tall, width: 0.8, height: tall });
      bars.push([bar, earliest + index * width, earliest + (index + 1) * width]);
      chart.append(bar);
    });
    const slide = (event) => {
      if (+from.value > +to.value) {
        if (event.target === from) to.value = from.value; else from.value = to.value;
      }
      filter.from = +from.value;
      filter.to = +to.value;
      // The handle that can move on lies on top when both are at one end.
      from.style.zIndex = +from.value >= latest ? 2 : "";
      refresh();
    };
    from.addEventListener("input", slide);
    to.addEventListener("input", slide);
  }

  function months() {
    if (!hasTime) return;
    byId("since").textContent = day(filter.from);
    byId("until").textContent = day(filter.to);
    from.setAttribute("aria-valuetext", day(filter.from));
    to.setAttribute("aria-valuetext", day(filter.to));
    const share = (number) => ((number - earliest) / (latest - earliest)) * 100;
    const span = byId("span");
    span.style.left = `${share(filter.from)}%`;
    span.style.right = `${100 - share(filter.to)}%`;
    for (const [bar, start, end] of bars) bar.classList.toggle("in", end > filter.from && start <= filter.to);
  }

  // ---- Search -------------------------------------------------------------------------------------------------

  const search = byId("search");
  const found = byId("found");
  let active = 0;
  for (const node of nodes) node.folded = [node.name, ...node.also].map(folded);

  function look() {
    const wanted = folded(search.value).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    for (const old of document.querySelectorAll(".node.found")) old.classList.remove("found");
    const matches = wanted.length === 0 ? [] : nodes.filter((node) =>
      node.folded.some((name) => wanted.every((word) => name.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)))));
    matches.forEach((node) => node.mark.classList.add("found"));
    active = 0;
    found.replaceChildren(...matches.slice(0, 12).map((node, index) => {
      const note = node.visible ? node.kindLabel : `${node.kindLabel}, filtered out`;
      return html("li", { role: "option", id: `found-${index}`, "aria-selected": String(index === 0),
        onmousedown: (event) => { event.preventDefault(); take(node); } }, node.name, " ", html("small", {}, note));
    }));
    if (wanted.length > 0 && matches.length === 0) {
      found.replaceChildren(html("li", { role: "option", "aria-disabled": "true" }, html("small", {}, "Nobody is called so")));
    }
    found.hidden = wanted.length === 0;
    search.setAttribute("aria-expanded", String(!found.hidden));
    mark();
    return matches;
  }

  function mark() {
    [...found.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    search.setAttribute("aria-activedescendant", found.children[active] ? found.children[active].id : "");
  }

  function take(node) {
    found.hidden = true;
    search.setAttribute("aria-expanded", "false");
    choose({ node });
    show(node);
  }

  search.addEventListener("input", look);
  search.addEventListener("focus", () => { if (search.value) look(); });
  search.addEventListener("blur", () => { found.hidden = true; });
  search.addEventListener("keydown", (event) => {
    const matches = event.key === "Enter" ? look0() : null;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const last = found.children.length - 1;
      active = Math.max(0, Math.min(last, active + (event.key === "ArrowDown" ? 1 : -1)));
      mark();
      event.preventDefault();
    } else if (matches && matches[active]) take(matches[active]);
  });

  /** The matches without setting the marked one back. */
  function look0() {
    const kept = active;
    const matches = look();
    active = Math.min(kept, Math.max(0, matches.length - 1));
    return matches;
  }

  fit();
  refresh();
  // Until somebody moves it, all of the network stays in view.
  new ResizeObserver(() => (touched ? letter() : fit())).observe(canvas);
})();
