import { colours, topologyStyle } from '../../plan/graph/graph-style.ts';

/** The style sheet of the page: for screens in both colour schemes, and for paper. */
export const pageStyle = [
  colours(':root'),
  '*{box-sizing:border-box}',
  'body{margin:0 auto;max-width:76rem;padding:1.2rem 1.4rem 4rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,"Helvetica Neue",Arial,sans-serif}',
  'h1{font-size:1.55rem;line-height:1.25;margin:0 0 .3rem}h2{font-size:1.2rem;margin:0}h3{font-size:1.02rem;margin:0 0 .4rem}',
  'a{color:var(--change)}a:focus-visible,button:focus-visible,summary:focus-visible,[tabindex]:focus-visible,input:focus-visible{outline:2px solid var(--change);outline-offset:2px}',
  'small,.machine{color:var(--muted);font-size:.84em}pre,code{font:12.5px/1.45 ui-monospace,"DejaVu Sans Mono",Menlo,monospace}pre{overflow-x:auto;background:var(--raised);border:1px solid var(--edge);border-radius:6px;padding:.5rem .7rem;margin:.4rem 0}',
  'p{margin:.35rem 0}ul{margin:.3rem 0;padding-left:1.3rem}summary{cursor:pointer}',
  '.badge{display:inline-block;padding:0 .55em;border-radius:1em;font-size:.78rem;font-weight:600;line-height:1.6;border:1px solid;white-space:nowrap;vertical-align:middle}',
  '.badge.pass{color:var(--good);background:var(--good-back)}.badge.fail,.badge.error{color:var(--loss);background:var(--loss-back)}.badge.skip{color:var(--warn);background:var(--warn-back)}',
  '.note{display:inline-block;font-weight:600;margin-right:.8em}.note small{font-weight:400}.note.loss{color:var(--loss)}.note.change{color:var(--change)}.note.good{color:var(--good)}',
  '.failures{border:1px solid var(--loss);background:var(--loss-back);border-radius:8px;padding:.7rem 1rem;margin:.8rem 0}.failures h2{color:var(--loss);font-size:1.05rem}.failures .cause{font-weight:600;color:var(--loss)}.failures a{color:inherit}',
  '.scenario{margin:1.1rem 0;border-top:1px solid var(--edge);padding-top:.8rem}.scenario>details>summary{list-style-position:outside}.scenario summary h2,.only>h2{display:inline}',
  '.map{margin:.7rem 0;overflow-x:auto}.map svg{display:block;max-width:100%;height:auto;min-width:36rem}.drawings{position:absolute}',
  'table{border-collapse:collapse;width:100%}caption{text-align:left;color:var(--muted);font-size:.84em;padding:.2rem 0}th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid var(--edge);font-weight:400}thead th{color:var(--muted);font-size:.8rem}.scroll{overflow-x:auto}',
  '.steps td:first-child{color:var(--muted);text-align:right;padding-right:.8rem}.steps .outcome{font-weight:600}',
  '.step{margin:1.4rem 0;padding:.8rem 1rem;border:1px solid var(--edge);border-left:4px solid var(--edge);border-radius:8px;break-inside:avoid-page}.step.pass{border-left-color:var(--good)}.step.fail,.step.error{border-left-color:var(--loss)}.step.skip{border-left-color:var(--warn)}.step:target{box-shadow:0 0 0 2px var(--change)}.step h3 a{display:inline-block;min-width:1.7em;text-align:center;border:1px solid var(--edge);border-radius:5px;text-decoration:none;font-variant-numeric:tabular-nums}',
  '.verdicts th[scope=row]{white-space:nowrap}.verdicts .fail th,.verdicts .error th{color:var(--loss);font-weight:600}.verdicts .pass th{color:var(--good)}.reason{color:var(--loss)}.inherited{color:var(--muted)}',
  'details{margin:.45rem 0}.evidence{font-size:.92em}',
  '.ladder{overflow-x:auto;margin:.6rem 0;font-size:13px}.ladder table{width:auto}.ladder th,.ladder td{border:0;padding:0 .6rem 0 0;vertical-align:middle;line-height:20px}.ladder td:first-child,.ladder th:first-child{text-align:right;font-variant-numeric:tabular-nums;color:var(--muted);min-width:4.6em}',
  '.ladder svg{display:block;width:var(--w);height:20px;overflow:visible}.ladder th svg{height:32px}.ladder th text{font:600 12px system-ui,"Helvetica Neue",Arial,sans-serif;text-anchor:middle;fill:var(--ink)}.ladder path{fill:none;stroke:currentColor;stroke-width:1.5}',
  '.ladder td.lanes{width:var(--w);min-width:calc(var(--w) + .6rem);background:repeating-linear-gradient(90deg,var(--link) 0 1px,transparent 1px var(--gap)) 36px 0/calc(var(--w) - 71px) 100% no-repeat;print-color-adjust:exact;-webkit-print-color-adjust:exact}',
  '.ladder .lost{color:var(--loss)}.ladder .icmp{color:var(--warn)}.ladder .syn{color:var(--change)}.ladder .fold,.ladder .gap{color:var(--muted);font-style:italic}.ladder .fold.lost{color:var(--loss)}.ladder .note{font-weight:600}.ladder .fold .lanes,.ladder .gap .lanes{opacity:.45}',
  topologyStyle,
  '@media print{body{max-width:none;padding:0;font-size:10.5pt}a{color:inherit}.step{border-color:#999}pre{white-space:pre-wrap}.map svg{min-width:0}.screen-only{display:none}}',
].join('\n');
