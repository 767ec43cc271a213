/** Rules of the box in which readers enter their prices. */
export const worthStyle = `
.worth{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,11rem),1fr));gap:.75rem 1.25rem;align-items:end;
padding:1rem 1.25rem;border:1px solid var(--line);border-radius:6px;background:var(--tint);margin:.75rem 0 1.25rem;max-width:52rem}
.worth[hidden]{display:none}
.worth label{font-size:.85rem;color:var(--muted)}.worth label:first-child{grid-column:1/-1;max-width:34rem}
.worth select,.worth input{display:block;width:100%;margin-top:.2rem;padding:.35rem .5rem;font:inherit;color:var(--ink);
background:var(--paper);border:1px solid var(--muted);border-radius:4px}
.worth :focus-visible{outline:2px solid var(--accent);outline-offset:1px}
.worth output{grid-column:1/-1;line-height:1.5;max-width:72ch}
@media print{.worth{display:none}}
`;
