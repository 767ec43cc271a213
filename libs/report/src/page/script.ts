/**
 * The script of the page, which is in it as it stands here. Everything can be read without it: it lets tables be sorted, filtered
 * and saved, except those with several rows of headings. Only boxes that scroll take part in the order of the Tab key, and of the
 * links of the heat map one, from which the arrow keys lead to the others.
 */
export const script = `
(() => {
  const make = (tag, properties, ...content) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...content);
    return element;
  };
  const UNITS = { h: 3600, min: 60, s: 1 };
  const numberOf = (text) => {
    const plain = text.replace(/\\u2212/g, '-').replace(/,(?=\\d{3})/g, '');
    const times = [...plain.matchAll(/([\\d.]+)\\s(h|min|s)\\b/g)];
    if (times.length > 0) return times.reduce((sum, [, size, unit]) => sum + size * UNITS[unit], 0);
    const found = /-?\\d+(\\.\\d+)?(e[-+]?\\d+)?/.exec(plain);
    if (!found) return null;
    return Number(found[0]) + (plain.startsWith('>') ? 1e-9 : plain.startsWith('\\u003c') ? -1e-9 : 0);
  };
  const compare = (column, isText, down) => (a, b) => {
    const [x, y] = [a, b].map(({ cells }) => cells[column].textContent.trim());
    const sign = down ? -1 : 1;
    if (isText) return sign * x.localeCompare(y, 'en', { numeric: true });
    const [m, n] = [numberOf(x), numberOf(y)];
    if (m === null || n === null) return (m === null) - (n === null);
    return sign * (m - n);
  };
  const sortable = (table, rows) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const isText = table.classList.contains('text' + (column + 1));
      const button = make('button', { type: 'button', title: 'Sort by this column' }, ...head.childNodes);
      button.addEventListener('click', () => {
        const before = head.getAttribute('aria-sort');
        const first = isText ? 'ascending' : 'descending';
        const second = isText ? 'descending' : 'ascending';
        const next = before === null ? first : before === first ? second : null;
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        if (next) head.setAttribute('aria-sort', next);
        table.classList.toggle('sorted', next !== null);
        const order = next ? [...rows].sort(compare(column, isText, next === 'descending')) : rows;
        table.tBodies[0].append(...order);
      });
      head.append(button);
    });
  };
  const filter = (rows) => {
    const shown = make('output', {});
    const input = make('input', { type: 'search', autocomplete: 'off', spellcheck: false });
    input.addEventListener('input', () => {
      const words = input.value.toLowerCase().split(/\\s+/);
      for (const row of rows) {
        const text = [...row.cells].map((cell) => cell.textContent).join(' ').toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      }
      const left = rows.filter((row) => !row.hidden).length;
      shown.textContent = input.value.trim() === '' ? '' : left + ' of ' + rows.length + ' rows';
    });
    return [make('label', {}, 'Filter', input), shown];
  };
  const saving = (table, name) => {
    const button = make('button', { type: 'button' }, 'Save as CSV');
    button.addEventListener('click', () => {
      const lines = [...table.rows].filter((row) => !row.hidden).map((row) =>
        [...row.cells].map((cell) => '"' + cell.textContent.trim().replace(/\\u2212/g, '-').replace(/"/g, '""') + '"').join(','));
      const href = URL.createObjectURL(new Blob(['\\ufeff' + lines.join('\\r\\n') + '\\r\\n'], { type: 'text/csv' }));
      make('a', { href, download: name + '.csv' }).click();
      setTimeout(() => URL.revokeObjectURL(href), 1000);
    });
    return button;
  };
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const oneStop = (box) => {
    const links = [...box.querySelectorAll('tbody a')];
    if (links.length === 0) return;
    const enter = (link) => links.forEach((other) => (other.tabIndex = other === link ? 0 : -1));
    enter(links[0]);
    box.setAttribute('aria-description', 'The arrow keys lead from cell to cell.');
    box.addEventListener('focusin', ({ target }) => links.includes(target) && enter(target));
    box.addEventListener('keydown', (event) => {
      const step = STEPS[event.key];
      let cell = links.includes(event.target) && step ? event.target.closest('td') : null;
      while (cell) {
        const row = cell.closest('tbody').rows[cell.parentElement.sectionRowIndex + step[0]];
        cell = row?.cells[cell.cellIndex + step[1]];
        const link = cell?.querySelector('a');
        if (!link) continue;
        event.preventDefault();
        return link.focus();
      }
    });
  };
  document.querySelectorAll('.heat > .scroll').forEach(oneStop);
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute('tabindex');
    }
  });
  for (const box of document.querySelectorAll('.scroll')) {
    sizes.observe(box);
    const table = box.querySelector('table');
    const rows = table ? [...table.tBodies[0].rows] : [];
    if (2 > rows.length || table.tHead?.rows.length !== 1) continue;
    sortable(table, rows);
    const label = box.getAttribute('aria-label').replace('Table: ', '');
    const tools = make('div', { className: 'tools' });
    if (rows.length > 7) tools.append(...filter(rows));
    tools.append(saving(table, label.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60)));
    box.before(tools);
  }
})();
`;
