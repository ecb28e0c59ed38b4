/* Arrow keys, paste and live totals for tables with data-grid. Everything works without this file. */
"use strict";

(() => {
  const SIGNS = { revenue: 1, subsidy: 1, residual: 1, capex: -1, opex: -1, working_capital: -1 };
  const UNITS = { "萬": 1e4, "億": 1e8, "兆": 1e12 };

  /* The number typed, for the totals only: what is saved is read by the server. NaN where it is not plain. */
  function numberIn(text) {
    let plain = text.normalize("NFKC").replace(/[\s,]/g, "").replace("−", "-").replace(/^NT\$|元$/g, "");
    if (plain === "" || plain === "-") return 0;
    const unit = UNITS[plain.slice(-1)] || 1;
    if (unit !== 1) plain = plain.slice(0, -1);
    return /^-?\d*\.?\d+$/.test(plain) ? Number(plain) * unit : NaN;
  }

  function shown(sum) {
    if (Number.isNaN(sum)) return "…";
    const text = Math.abs(sum).toLocaleString("en-US", { maximumFractionDigits: 6 });
    return (sum < 0 ? "−" : "") + text;
  }

  function rowsOf(table) {
    return [...table.tBodies[0].rows].map((row) => ({
      row,
      cells: [...row.querySelectorAll("input.cell")],
      kind: row.querySelector("select"),
    }));
  }

  function refresh(table) {
    const rows = rowsOf(table);
    const values = rows.map(({ cells }) => cells.map((cell) => numberIn(cell.value)));
    const add = (a, b) => a + b;
    rows.forEach(({ row }, i) => {
      const total = row.querySelector("[data-row-total]");
      if (total) total.textContent = shown(values[i].reduce(add, 0));
    });
    const single = table.querySelector("[data-total]");
    if (single) single.textContent = shown(values.map((row) => row[1] || 0).reduce(add, 0));
    const balances = [...table.querySelectorAll("[data-balance]")].map((cell, column) => {
      const sum = rows.map(({ kind }, i) => (SIGNS[kind && kind.value] || 0) * (values[i][column] || 0)).reduce(add, 0);
      cell.textContent = shown(sum);
      return sum;
    });
    const balance = table.querySelector("[data-balance-total]");
    if (balance) balance.textContent = shown(balances.reduce(add, 0));
  }

  function move(table, from, down, right) {
    const rows = rowsOf(table);
    const y = rows.findIndex(({ cells }) => cells.includes(from));
    const next = rows[y + down] && rows[y + down].cells[rows[y].cells.indexOf(from) + right];
    if (next) { next.focus(); next.select(); }
    return Boolean(next);
  }

  function onKey(table, event) {
    const cell = event.target;
    if (!cell.matches("input.cell") || event.altKey || event.ctrlKey || event.metaKey) return;
    const atStart = cell.selectionStart === 0;
    const atEnd = cell.selectionEnd === cell.value.length;
    const step = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0],
      ArrowLeft: atStart && [0, -1], ArrowRight: atEnd && [0, 1],
    }[event.key];
    if (step && move(table, cell, ...step)) event.preventDefault();
  }

  /* Fill from the cell pasted into, as far as there are cells; what does not fit stays for the paste box. */
  function onPaste(table, event) {
    const text = event.clipboardData.getData("text");
    if (!event.target.matches("input.cell") || !/[\t\n]/.test(text.trim())) return;
    const block = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    const rows = rowsOf(table);
    const top = rows.findIndex(({ cells }) => cells.includes(event.target));
    const left = rows[top].cells.indexOf(event.target);
    const fits = block.every((line, y) => rows[top + y] && line.length + left <= rows[top + y].cells.length);
    if (!fits) {
      const box = document.getElementById("id_paste");
      if (box) { box.closest("details").open = true; box.value = text; box.focus(); }
      event.preventDefault();
      return;
    }
    block.forEach((line, y) => line.forEach((value, x) => { rows[top + y].cells[left + x].value = value.trim(); }));
    event.preventDefault();
    refresh(table);
  }

  document.querySelectorAll("table[data-grid]").forEach((table) => {
    table.addEventListener("input", () => refresh(table));
    table.addEventListener("change", () => refresh(table));
    table.addEventListener("keydown", (event) => onKey(table, event));
    table.addEventListener("paste", (event) => onPaste(table, event));
  });
})();
