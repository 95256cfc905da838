// The window of time.

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
  let playing = 0;
  const play = byId("play");
  const stop = () => {
    clearInterval(playing);
    playing = 0;
    play.textContent = "▶";
    play.title = "Watch it grow";
    play.setAttribute("aria-label", play.title);
  };
  // The end of the window moves from its beginning to the last event, in some ten seconds.
  play.addEventListener("click", () => {
    if (playing) return stop();
    play.textContent = "❚❚";
    play.title = "Stop";
    play.setAttribute("aria-label", play.title);
    const step = Math.max(1, Math.round((latest - filter.from) / 120));
    const move = (day) => { to.value = filter.to = Math.min(latest, day); refresh(); };
    move(filter.from);
    playing = setInterval(() => { if (filter.to >= latest) stop(); else move(filter.to + step); }, 80);
  });
  for (const input of [from, to]) input.addEventListener("pointerdown", () => playing && stop());
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
