import { tableStyle } from './table-style';
import { colours } from '../charts/theme';
import { chartStyle, darkCharts } from './chart-style';
import { lossStyle } from './loss-style';
import { darkOverviewStyle, overviewStyle } from './overview-style';
import { pictureStyle } from './picture-style';
import { worthStyle } from './worth-style';

/** The style sheet of the page. It loads no fonts or images. */
export const style = `${tableStyle}${chartStyle}${overviewStyle}
:root{color-scheme:light dark;--ink:${colours.ink.light};--muted:${colours.muted.light};--line:#dde1e5;
--paper:#fff;--tint:#f5f7f9;--accent:#0067a5}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
font-variant-numeric:tabular-nums}
main{max-width:1140px;margin:0 auto;padding:2.5rem 1.25rem 4rem}
header{border-bottom:1px solid var(--line);padding-bottom:1.75rem;margin-bottom:1rem}
.skip{position:absolute;left:-99rem;background:var(--paper);padding:.5rem 1rem;z-index:1}
.skip:focus{left:1rem;top:1rem}
.kicker{margin:0;color:var(--muted);font-size:.875rem;letter-spacing:.02em}
h1{font-size:clamp(1.55rem,1.2rem + 1.6vw,2.15rem);line-height:1.22;font-weight:650;letter-spacing:-.01em;
margin:.4rem 0 1.25rem;max-width:30em;text-wrap:balance}
h2{font-size:1.3rem;font-weight:650;margin:3rem 0 .75rem;letter-spacing:-.005em}
h3 small{font-weight:400;color:var(--muted);font-size:.875rem;margin-left:.5rem}
h3{font-size:1.05rem;font-weight:650;margin:2rem 0 .5rem}
p,li{max-width:72ch}
p{margin:.6rem 0}
a{color:var(--accent);text-underline-offset:.15em}
.aside{margin:-.75rem 0 1.1rem;color:var(--muted)}
.outcomes small{color:var(--muted);font-size:.875rem}
.lead strong{display:block;font-size:1.18rem;line-height:1.45;font-weight:600;margin-bottom:.6rem}

.lead span{display:block;margin-top:.45rem}
.muted,figcaption,.note{color:var(--muted);font-size:.875rem;line-height:1.5}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:1rem 0 0;font-size:.9rem}
.tag{display:inline-block;padding:.02rem .45rem;border-radius:1rem;font-size:.8rem;border:1px solid var(--line);white-space:nowrap}
.tag.saves,.tag.holds{border-color:#00805c;color:#00664a}
.tag.costs,.tag.fails{border-color:#b3261e;color:#b3261e}
figure{margin:0}
figure h4{margin:0 0 .4rem;font-size:.95rem;font-weight:600}
figcaption{margin-top:.35rem}
details{margin-top:.5rem;font-size:.9rem}
summary{cursor:pointer;color:var(--accent)}
summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
details table{margin-top:.5rem;font-size:.82rem}
.samples{display:grid;grid-template-columns:repeat(auto-fill,minmax(180px,1fr));gap:.9rem 1.25rem;margin:.75rem 0 0}
.samples figure img{display:block;width:100%;height:auto;border-radius:3px;background:var(--tint)}
.samples figcaption{margin-top:.15rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.25rem;margin:.75rem 0}
sub,sup{line-height:0}dt{color:var(--muted)}dd{margin:0;max-width:66ch}
code{font:.85em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
footer{margin-top:3.5rem;padding-top:1rem;border-top:1px solid var(--line)}
@media screen and (max-width:760px){main{padding:1.5rem 1rem 3rem}
dl{grid-template-columns:1fr;gap:.1rem}dd{margin-bottom:.6rem}h2{margin-top:2.25rem}}
@media screen and (prefers-color-scheme:dark){
:root{--ink:${colours.ink.dark};--muted:${colours.muted.dark};--line:#343b43;--paper:${colours.paper.dark};
--tint:#1f252b;--accent:#6cb8f2}
.tag.saves,.tag.holds{border-color:#3ec79d;color:#6fdcb8}.tag.costs,.tag.fails{border-color:#ff8a80;color:#ffa8a0}
${darkOverviewStyle}${darkCharts}}
@page{margin:1.6cm}
@media print{body{font-size:11pt}.skip{display:none}main{max-width:none;padding:0}nav{display:none}
figure svg,tr{break-inside:avoid}h2,h3{break-after:avoid}details::details-content{content-visibility:visible;display:block;height:auto}
summary{list-style:none;color:var(--muted)}}
${lossStyle}${pictureStyle}${worthStyle}`;
