/** Rules of small pictures, which are enlarged without being smoothed. */
export const pictureStyle = `
.pictures{display:grid;gap:.3rem;max-width:44rem;margin:.5rem 0 1rem}
.pictures figure{display:grid;grid-template-columns:11.5rem minmax(0,1fr);gap:.25rem 1rem;align-items:center}
.pictures figcaption{margin:0}
.pictures img,.samples figure img{display:block;width:100%;height:auto;image-rendering:pixelated}
.samples{grid-template-columns:repeat(auto-fill,minmax(min(100%,250px),1fr))}
.samples figcaption{overflow-wrap:anywhere}
@media screen and (max-width:760px){.pictures figure{grid-template-columns:minmax(0,1fr);gap:.1rem}.pictures{gap:.6rem}}
`;
