/** Rules of the loss curves. Dashes and words carry what the colours do. */
export const lossStyle = `
.courses{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:.9rem 1.25rem;margin:.5rem 0 1rem}
.courses svg{display:block;width:100%;height:auto;max-width:240px;border:1px solid var(--line);border-width:0 0 1px 1px;overflow:visible}
.courses path{fill:none;stroke:var(--muted);stroke-width:1.2;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.courses .falling{stroke:var(--accent);stroke-dasharray:5 2}
.courses .up{stroke:#b3261e;stroke-width:2.2}
.courses figcaption{margin-top:.2rem;font-size:.8rem;line-height:1.35}
.courses b{color:var(--ink);font-weight:600}
@media screen and (prefers-color-scheme:dark){.courses .up{stroke:#ff8a80}}
`;
