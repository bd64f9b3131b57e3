"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  // Colours that also those tell apart who do not see all of them; for light and for dark ground.
  const LIGHT = ["#0072b2", "#d55e00", "#009e73", "#b0609a", "#a07800", "#3a9fd8", "#7a5230",
    "#5e4fa2", "#e0457b", "#4d7d00", "#008b8b", "#8a2b2b"];
  const DARK = ["#56b4e9", "#ff9248", "#3dd6a3", "#e29bcb", "#f0e442", "#9ad1ff", "#c79a6b",
    "#a99cf0", "#ff7fa8", "#a6d854", "#5fd3d3", "#e07a7a"];
  const CHARTS = [
    { key: "goodput", title: "Goodput", unit: "tasks/s" },
    { key: "criticalSuccess", title: "Critical tasks done", unit: "%", factor: 100, most: 100 },
    { key: "p99Millis", title: "p99 of tasks done", unit: "ms" },
    { key: "queueLength", title: "Queue length", unit: "calls", wide: true },
  ];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const HEIGHT = 230;
  let plots = [];

  function colour(line, index) {
    return line.limit ? style("--quiet") : (dark.matches ? DARK : LIGHT)[index % LIGHT.length];
  }

  function number(value) {
    if (value === 0) return "0";
    const size = Math.abs(value);
    return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
  }

  /** Where the event is, behind everything else. */
  function shadeEvent(scenario) {
    return plot => {
      if (!scenario.event) return;
      const left = plot.valToPos(scenario.event[0], "x", true);
      const right = plot.valToPos(scenario.event[1], "x", true);
      const { ctx, bbox } = plot;
      ctx.save();
      ctx.beginPath();
      ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
      ctx.clip();
      ctx.fillStyle = style("--event");
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
      ctx.restore();
    };
  }

  /** What each line shows where the pointer is, the greatest first. */
  function tipOf(holder, scenario, chart) {
    const tip = document.createElement("div");
    tip.className = "tip";
    holder.append(tip);
    return plot => {
      const { idx, left } = plot.cursor;
      if (idx == null || left < 0 || !holder.matches(":hover")) {
        tip.style.display = "none";
        return;
      }
      const rows = scenario.lines
        .map((line, i) => ({ line, i, value: plot.data[i + 1][idx] }))
        .filter(row => plot.series[row.i + 1].show && row.value != null)
        .sort((a, b) => b.value - a.value);
      tip.replaceChildren(document.createElement("b"));
      tip.firstChild.textContent = number(plot.data[0][idx]) + " s";
      for (const row of rows) {
        const entry = document.createElement("div");
        const dot = document.createElement("span");
        dot.style.background = colour(row.line, row.i);
        entry.append(dot, `${row.line.name} ${number(row.value)} ${chart.unit}`);
        tip.append(entry);
      }
      tip.style.display = "block";
      const room = holder.clientWidth - tip.offsetWidth - 8;
      const wanted = left + plot.over.offsetLeft + 24;
      tip.style.left = Math.max(4, wanted > room ? wanted - tip.offsetWidth - 40 : wanted) + "px";
      tip.style.top = "2.2rem";
    };
  }

  /** A scale on which both a short and an endless queue can be seen. */
  function isWide(chart, values) {
    if (!chart.wide) return false;
    const peaks = values.slice(1).map(v => Math.max(...v.map(x => x ?? 0))).filter(p => p > 0);
    return peaks.length > 1 && Math.max(...peaks) > 30 * Math.min(...peaks);
  }

  function isEmpty(scenario, chart) {
    return scenario.lines.every(line => line[chart.key].every(v => v == null));
  }

  function draw(holder, scenario, chart) {
    const factor = chart.factor ?? 1;
    const values = [scenario.seconds,
      ...scenario.lines.map(line => line[chart.key].map(v => v == null ? null : v * factor))];
    const wide = isWide(chart, values);
    const heading = document.createElement("h3");
    heading.innerHTML = `${chart.title} <small>${chart.unit}${wide ? ", log scale above 1" : ""}</small>`;
    holder.replaceChildren(heading);
    const axis = {
      stroke: style("--quiet"), grid: { stroke: style("--grid"), width: 1 },
      ticks: { stroke: style("--grid"), width: 1 }, font: "12px system-ui, sans-serif",
      labelFont: "12px system-ui, sans-serif",
    };
    return new uPlot({
      width: holder.clientWidth - 24, height: HEIGHT,
      legend: { show: false },
      cursor: { sync: { key: scenario.name }, drag: { x: true, y: false }, points: { size: 6 } },
      scales: {
        x: { time: false },
        y: wide
          ? { distr: 4, asinh: 1, range: (u, min, max) => [0, Math.max(1, max)] }
          : { range: (u, min, max) => [0, chart.most ?? Math.max(1, max * 1.05)] },
      },
      axes: [
        { ...axis, label: "seconds since the run began", labelSize: 20, size: 34 },
        { ...axis, label: chart.unit, labelSize: 18, size: 56,
          ...(wide ? { splits: (u, i, min, max) => [0, 1, 10, 100, 1e3, 1e4, 1e5, 1e6].filter(v => v <= max) } : {}),
          values: (u, ticks) => ticks.map(tick => tick == null ? "" : tick.toLocaleString("en")) },
      ],
      series: [{}, ...scenario.lines.map((line, i) => ({
        label: line.name, stroke: colour(line, i), width: line.limit ? 1.5 : 2,
        dash: line.limit ? [6, 4] : undefined, show: scenario.shown[i],
        points: { show: false }, spanGaps: false,
      }))],
      hooks: { drawClear: [shadeEvent(scenario)], setCursor: [tipOf(holder, scenario, chart)] },
    }, values, holder);
  }

  function legend(section, scenario) {
    const legend = section.querySelector(".legend");
    legend.replaceChildren(...scenario.lines.map((line, i) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", scenario.shown[i]);
      const mark = document.createElement("i");
      mark.style.borderColor = colour(line, i);
      mark.classList.toggle("dashed", line.limit);
      button.append(mark, line.name + (line.limit ? " (the limit)" : ""));
      button.onclick = () => {
        scenario.shown[i] = !scenario.shown[i];
        button.setAttribute("aria-pressed", scenario.shown[i]);
        plots.filter(p => p.scenario === scenario)
          .forEach(p => p.plot.setSeries(i + 1, { show: scenario.shown[i] }));
      };
      return button;
    }));
  }

  function drawAll() {
    plots.forEach(p => p.plot.destroy());
    plots = [];
    document.querySelectorAll("section[data-scenario]").forEach(section => {
      const scenario = data[Number(section.dataset.scenario)];
      scenario.seconds = scenario.lines[0].goodput.map((_, i) => (i + 0.5) * scenario.stepSeconds);
      scenario.shown ??= scenario.lines.map(() => true);
      legend(section, scenario);
      const charts = section.querySelector(".charts");
      const holders = CHARTS.map(chart => {
        const holder = document.createElement("div");
        holder.className = "chart";
        holder.hidden = isEmpty(scenario, chart);
        return holder;
      });
      charts.replaceChildren(...holders); // all of them first, because they share the width
      holders.forEach((holder, i) => {
        if (!holder.hidden) {
          plots.push({ plot: draw(holder, scenario, CHARTS[i]), holder, scenario });
        }
      });
    });
  }

  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => plots.forEach(
      p => p.plot.setSize({ width: p.holder.clientWidth - 24, height: HEIGHT })), 100);
  });
  dark.addEventListener("change", drawAll);
  drawAll();
})();
