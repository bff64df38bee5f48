/**
 * The residents' face, for the reading pages and the portal application alike: ink on warm paper, one deep teal, hairlines instead of boxes.
 * Everything is measured in rem, so the large text (24 px for 18 px) makes everything grow; nothing depends on hover or on colour alone.
 * Contrast on paper: ink 16:1, second ink 8:1, teal 8.6:1, red 7.6:1.
 */
export const readingStyle = `
:root{--paper:#faf7f1;--sheet:#fffdf9;--ink:#1b1a17;--ink2:#49443b;--line:#cfc7b8;--line2:#e6dfd2;--teal:#0b4f52;--teal2:#e3eeec;--red:#8f1d14;--ochre:#5f4300;--ochre2:#f6ecd2;--focus:#b35900;
--serif:"Noto Serif SC","Noto Serif CJK SC","Source Han Serif SC","Songti SC","STSong",SimSun,serif;
--sans:"PingFang SC","HarmonyOS Sans SC","Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif}
html{font-size:18px;-webkit-text-size-adjust:100%;text-size-adjust:100%}
html[data-size=large]{font-size:24px}
html[data-contrast=high]{--paper:#fff;--sheet:#fff;--ink:#000;--ink2:#000;--line:#000;--line2:#000;--teal:#003a3d;--teal2:#fff;--red:#7a0000;--ochre:#000;--ochre2:#fff;--focus:#000}
*,*::before,*::after{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.7 var(--sans);overflow-wrap:anywhere;text-spacing-trim:trim-start}
h1,h2,h3{font-family:var(--serif);font-weight:700;line-height:1.35;margin:0;text-wrap:balance}
h1{font-size:1.75rem;letter-spacing:.02em}
h2{font-size:1.28rem;margin-top:2.4rem;margin-bottom:.7rem}
h3{font-size:1.06rem;margin-top:1.4rem;margin-bottom:.3rem}
p{margin:.5rem 0}
a{color:var(--teal);text-underline-offset:.2em;text-decoration-thickness:1px}
img,svg{max-width:100%}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}
.wrap{max-width:46rem;margin:0 auto;padding:0 1.1rem}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--sheet);padding:.6rem 1rem;z-index:9}
.top{border-bottom:1px solid var(--line);background:var(--sheet)}
.top .wrap{display:flex;flex-wrap:wrap;align-items:center;gap:0 1rem}
.brand{font:700 1.12rem/1.3 var(--serif);color:var(--ink);text-decoration:none;min-height:48px;display:flex;align-items:center;margin-right:auto;letter-spacing:.04em}
.brand::before{content:"民";display:grid;place-items:center;width:1.75rem;height:1.75rem;margin-right:.55rem;background:var(--teal);color:#fff;font-size:1.05rem;border-radius:2px}
.tools{display:flex;flex-wrap:wrap;gap:0 .9rem}
.tools a,.tools button,.links a{min-height:48px;min-width:48px;display:inline-flex;align-items:center;font-size:.94rem}
.tools button{background:none;border:0;padding:0;color:var(--teal);font-family:inherit;text-decoration:underline;text-underline-offset:.2em;text-decoration-thickness:1px;cursor:pointer}
main.wrap{padding-top:1.7rem;padding-bottom:3rem;display:block}
.lead{font-size:1.08rem;color:var(--ink2);margin:.5rem 0 1.2rem;max-width:34em}
.crumb{font-size:.94rem;margin:0 0 .6rem}.crumb a{display:inline-flex;min-height:48px;align-items:center}
.quiet{color:var(--ink2);font-size:.94rem}
.num{font-variant-numeric:tabular-nums}
.button,button.button{display:inline-flex;align-items:center;justify-content:center;min-height:3.1rem;padding:.5rem 1.5rem;background:var(--teal);color:#fff;border:2px solid var(--teal);border-radius:4px;font:600 1.06rem/1.4 var(--sans);text-decoration:none;cursor:pointer;text-align:center}
.button.plain{background:transparent;color:var(--teal)}
.button.danger{background:transparent;color:var(--red);border-color:var(--red)}
.button[disabled]{background:#5b574f;border-color:#5b574f;color:#fff;cursor:not-allowed}
.button.wide{width:100%}
.row{display:flex;flex-wrap:wrap;gap:.8rem;margin:1.2rem 0}
label{font-weight:600;display:block;margin-bottom:.25rem}
input,select,textarea{font:inherit;color:inherit;background:var(--sheet);border:1px solid #6d675b;border-radius:4px;min-height:3.1rem;padding:.45rem .7rem;width:100%;max-width:100%}
::placeholder{color:var(--ink2);opacity:1}
textarea{min-height:7.5rem;line-height:1.7}
input[type=checkbox],input[type=radio]{width:1.5rem;height:1.5rem;min-height:0;accent-color:var(--teal);flex:none;margin:0}
.field{margin:1.3rem 0}
.help{color:var(--ink2);font-size:.94rem;margin:.15rem 0 .4rem}
.wrong{color:var(--red);font-weight:600;margin:.3rem 0 0}
.wrong::before{content:"✕ "}
[aria-invalid=true]{border:2px solid var(--red)}
.search{display:flex;gap:.6rem;margin:1.3rem 0 .2rem}.search input{flex:1;min-width:0}.search .button{flex:none;padding:.5rem 1.2rem}
.being-read{background:var(--teal2);color:var(--ink)}
.say{border-left:4px solid var(--teal);padding:.2rem 0 .2rem 1rem;margin:1.2rem 0}
.say.warn{border-color:var(--ochre);background:var(--ochre2);padding:.7rem 1rem;color:var(--ink)}
.say.bad{border-color:var(--red)}
.mark{display:inline-block;border:1px solid currentColor;border-radius:3px;padding:0 .4em;font-size:.86rem;line-height:1.6;color:var(--ochre);white-space:nowrap}
.situations{list-style:none;margin:1.4rem 0 0;padding:0;display:grid;grid-template-columns:1fr 1fr;column-gap:.9rem;border-top:1px solid var(--line)}
.situations li{border-bottom:1px solid var(--line)}
.situations a{display:grid;grid-template-columns:2.3rem 1fr;gap:.1rem .6rem;align-items:center;align-content:start;padding:.8rem 0;height:100%;min-height:4.6rem;color:var(--ink);text-decoration:none}
.situations .glyph{font:700 1.3rem/1 var(--serif);color:var(--teal);width:2.3rem;height:2.3rem;display:grid;place-items:center;border:1px solid var(--teal);border-radius:50%}
.situations b{font-size:1.1rem;line-height:1.4;text-decoration:underline;text-decoration-color:var(--line);text-underline-offset:.25em}
.situations small{grid-column:1/3;font-size:.88rem;color:var(--ink2);line-height:1.5}
@media (min-width:44rem){.situations{grid-template-columns:repeat(3,1fr);column-gap:1.4rem}.situations a{grid-template-columns:2.9rem 1fr;padding:1rem 0}.situations .glyph{grid-row:1/3;width:2.9rem;height:2.9rem;font-size:1.7rem;align-self:start}.situations small{grid-column:2}.wrap{max-width:52rem}}
.big{display:block;padding:1.1rem 1.2rem;border:2px solid var(--teal);border-radius:4px;color:var(--ink);text-decoration:none;background:var(--sheet)}
.big b{display:block;font:700 1.22rem/1.5 var(--serif);color:var(--teal)}
.pair{display:grid;gap:.8rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,13rem),1fr));margin:1.4rem 0}
.list{list-style:none;margin:0;padding:0;border-top:1px solid var(--line)}
.list>li{border-bottom:1px solid var(--line)}
.list>li>a{display:block;padding:.85rem .2rem;color:inherit;text-decoration:none;min-height:48px}
.list>li>a b{display:block;font-size:1.08rem;color:var(--teal);text-decoration:underline;text-underline-offset:.2em;text-decoration-thickness:1px}
.list>li>div{padding:.85rem .2rem}
.list small{display:block;font-size:.94rem;color:var(--ink2)}
h1+dl.facts{margin-top:1rem}dl.facts{margin:0;border-top:1px solid var(--line)}
dl.facts>div{display:grid;grid-template-columns:minmax(5.2em,8em) 1fr;gap:.2rem 1rem;padding:.65rem 0;border-bottom:1px solid var(--line2)}
dl.facts dt{color:var(--ink2)}dl.facts dd{margin:0}
.guide{counter-reset:part}
.guide h2{display:flex;gap:.6rem;align-items:baseline}
.place-photo{margin:1rem 0}.place-photo img,.place-photo audio{display:block;max-width:100%;max-height:24rem}
.sketch{margin:1rem 0}.sketch svg{display:block;width:100%;max-width:34rem;border:1px solid var(--line);background:var(--sheet)}
.sketch .land{fill:var(--teal2);stroke:var(--line);stroke-width:1}.sketch .reach{fill:var(--teal);fill-opacity:.12;stroke:var(--teal);stroke-width:1;stroke-dasharray:4 3}
.sketch .land-1{fill:#b5d2d0}.sketch .land-2{fill:#83b3b1}.sketch .land-3{fill:#2f6f6e}.sketch .land-4{fill:#0b4f52}.sketch .land-none{fill:var(--sheet)}
.sketch a:hover .land,.sketch a:focus .land{stroke:var(--ink);stroke-width:2.5}
.sketch .border{fill:none;stroke:#8a3b12;stroke-width:2;stroke-dasharray:5 3}
.sketch .spot,.spot-number{fill:var(--teal)}.sketch text{font:700 11px var(--sans);fill:var(--ink)}.sketch text.light{fill:#fff}
.spot-number{display:inline-grid;place-items:center;min-width:1.7em;height:1.7em;margin-right:.4em;border-radius:50%;background:var(--teal);color:#fff;font:700 .8em/1 var(--sans)}
ul.plain,ol.plain{margin:.3rem 0;padding-left:1.4em}ul.plain li,ol.plain li{margin:.35rem 0}
details{border-bottom:1px solid var(--line);margin-top:1rem}
summary{min-height:48px;display:flex;align-items:center;cursor:pointer;color:var(--teal);font-weight:600;gap:.5rem}
summary::before{content:"＋";flex:none}details[open]>summary::before{content:"－"}summary::-webkit-details-marker{display:none}
.sign video{display:block;width:100%;max-width:34rem;background:#000}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.55rem .5rem .55rem 0;border-bottom:1px solid var(--line2);vertical-align:top}
thead th{border-bottom:1px solid var(--line);font-weight:600;color:var(--ink2);font-size:.94rem}
td.amount,th.amount{text-align:right;white-space:nowrap}
.account-sheet :is(td,th) span{display:block;font-weight:400}.account-sheet .as{white-space:nowrap}
.foot{border-top:1px solid var(--line);background:var(--sheet);padding:1.2rem 0 2rem;margin-top:1rem}
.foot .tel{font:700 1.6rem/1.4 var(--serif)}
.foot a.tel,.tel a{min-height:48px;display:inline-flex;align-items:center}
.links{display:flex;flex-wrap:wrap;gap:0 1.2rem}
.demo{background:var(--ochre2);color:var(--ink);border-bottom:1px solid var(--line);font-size:.88rem}.demo p{margin:0;padding:.35rem 0}
.hash{word-break:break-all;font-size:.85em}
.code{font:700 1.8rem/1.6 var(--serif);letter-spacing:.06em;font-variant-numeric:tabular-nums;word-break:break-word}
.waiting{padding:3rem 1.1rem;text-align:center;color:var(--ink2)}
@media (max-width:26rem){dl.facts>div{grid-template-columns:1fr}h1{font-size:1.55rem}}
html[data-size=large] dl.facts>div{grid-template-columns:1fr}
html[data-size=large] .situations{grid-template-columns:1fr}
html[data-contrast=high] .button:not(.plain):not(.danger){outline:2px solid #000}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important;scroll-behavior:auto!important}}
@media print{html{font-size:12pt}.top,.foot,.demo,.crumb,.row,.noprint,.search{display:none!important}body{background:#fff}main{padding:0}a{color:inherit}}
`;
