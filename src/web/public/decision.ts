import { longDate, longMonth, plainDateOf } from '../../kernel/calendar/index.ts';
import {
  type Account,
  accountRow,
  type Clause,
  type DecisionPage,
  formatValue,
  outcomeNames,
  REMEDIES,
  verdictNames,
  yuan,
  yuanDigits,
} from '../../kernel/policy/index.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import { parameterText } from './standards.ts';
import type { Shell } from './views.ts';

const MARKS = { met: '✓', unmet: '✕', unknown: '？' } as const;
const ORDER = { unmet: 0, unknown: 1, met: 2 } as const;

/** The limit, where it comes from, and since when: what an applicant can hold against the paper. */
function source({ parameter }: Clause) {
  return (
    parameter &&
    html`<p class="quiet">标准来源：${parameter.source}，${longDate(parameter.validFrom)}起执行，${parameterText(parameter)}${parameter.nature === 'assumption' && html` <span class="mark">假定值，待确认</span>`}</p>`
  );
}

function clause(c: Clause) {
  const figures = c.value && c.value.kind !== 'boolean' ? `实际是${formatValue(c.value, c.limit)}` : '';
  const limit = c.limit ? `标准是${c.relation ?? ''}${formatValue(c.limit, c.value)}` : '';
  const said = [figures, limit].filter(Boolean).join('，');
  return html`<section><h3><span aria-hidden="true">${MARKS[c.verdict]}</span> ${verdictNames[c.verdict]}：${c.name}</h3>
${said && html`<p class="num">${said}。</p>`}${c.note && html`<p>${c.note}</p>`}<p class="quiet">依据：${c.basis}</p>${source(c)}</section>`;
}

/** How the figure that the conditions compare came about: every item with what was done with it, then the sums. */
const account = ({ title, lines, results }: Account) => html`<h2>${title}</h2>
<table class="account-sheet"><thead><tr><th>项目和算式</th><th class="as">怎么计</th><th class="amount">金额（元）</th></tr></thead><tbody>${lines
  .map(accountRow)
  .map(
    (row) =>
      html`<tr><td>${row.what}<span class="quiet num">${row.formula}</span>${row.reason && html`<span class="quiet">${row.reason}</span>`}</td><td class="as">${row.treatment}</td><td class="amount">${row.amount}</td></tr>`,
  )}</tbody><tfoot>${results.map(
  (line) =>
    html`<tr><th scope="row" colspan="2">${line.label}<span class="quiet num">${line.formula}</span></th><td class="amount"><b>${yuanDigits(line.fen)}</b></td></tr>`,
)}</tfoot></table>`;

/** `/decisions/:id`: why, clause by clause, for the person whom it concerns; prints on one or two sheets. */
export function decisionWhyPage(view: Shell & { decision: DecisionPage; telephone: string }): string {
  const d = view.decision;
  const amount = d.outcome === 'eligible' && d.amountFen !== null;
  const body = html`<p class="crumb"><a href="/app/cases/${d.caseId}">回到办件</a></p>
<h1>为什么是这个结果</h1>
<dl class="facts">${d.personName && html`<div><dt>申请人</dt><dd>${d.personName}</dd></div>`}<div><dt>地区</dt><dd>${d.divisionName}</dd></div>
<div><dt>${d.kindZh}</dt><dd><b>${outcomeNames[d.outcome]}</b>${amount && html`，每月<b class="num">${yuan(d.amountFen!)}</b>${d.effectiveMonth && html`，从${longMonth(d.effectiveMonth)}起`}`}</dd></div>
<div><dt>作出日期</dt><dd>${longDate(plainDateOf(d.madeAt))}，按${longDate(d.asOf)}的标准</dd></div></dl>
<h2>条件一条一条看（${d.clauses.length}条）</h2>
<p>“${verdictNames.unknown}”是第三种回答：还不知道，不等于符合，也不等于不符合。</p>
${[...d.clauses].sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict]).map(clause)}
${d.account && account(d.account)}${
  d.breakdown.length > 0 &&
  html`<h2>钱是这样算的</h2><ul class="plain">${d.breakdown.map((line) => html`<li>${line.label}：<span class="num">${line.formula}</span> ＝ <b class="num">${yuan(line.fen)}</b></li>`)}</ul>${amount && html`<p>合计每月 <b class="num">${yuan(d.amountFen!)}</b></p>`}`
}
<h2>觉得不对</h2>
<p>先打电话问：${telephone(view.telephone)}。哪一条的实际情况写错了，把证明交给村（社区）或乡镇（街道）就可以重新核实。</p>
${d.remedy && html`<p>${REMEDIES}</p>`}
<p class="quiet">规则 ${d.rule.name} ${d.rule.version}，决定编号 ${d.id}。凭这些可以按原样重算。</p>`;
  return page(view, '为什么是这个结果', body, { aloud: true });
}
