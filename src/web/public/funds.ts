import { longDate } from '../../kernel/calendar/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import type { Shell } from './views.ts';

export interface FundsView extends Shell {
  funds: {
    year: number;
    years: readonly number[];
    sums: readonly { sourceZh: string; allocatedFen: number; paidFen: number }[];
    rows: readonly {
      sourceZh: string;
      purposeZh: string;
      placeName: string;
      unit: string;
      amountFen: number;
      paidFen: number;
      decidedOn: PlainDate;
      decisionNo: string;
      publishedOn: PlainDate;
    }[];
  };
}

const wan = (fen: number): string => `${(fen / 1_000_000).toLocaleString('zh-CN', { maximumFractionDigits: 2 })}万元`;

/** `/funds`: the money by year, and each allocation that was published. */
export function fundsPage(view: FundsView): string {
  const { year, years, sums, rows } = view.funds;
  return page(
    view,
    '资金公开',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>资金公开</h1>
<p class="lead">${view.city.name}民政资金分配的结果：钱从哪里来、用在什么上、给了哪个单位、已经支付多少。</p>
${
  years.length === 0
    ? html`<p class="say">还没有公开的资金。</p>`
    : html`<form method="get" action="/funds" class="say"><label for="year">哪一年</label> <select id="year" name="year">${years.map(
        (y) => html`<option value="${y}"${y === year && html` selected`}>${y}年</option>`,
      )}</select> <button class="button" type="submit">看</button></form>
<h2>${year}年各来源</h2>
<div class="table"><table><thead><tr><th scope="col">来源</th><th scope="col">已分配</th><th scope="col">已支付</th></tr></thead><tbody>${sums.map(
        (sum) => html`<tr><th scope="row">${sum.sourceZh}</th><td>${wan(sum.allocatedFen)}</td><td>${wan(sum.paidFen)}</td></tr>`,
      )}</tbody></table></div>
<h2>${year}年每一笔分配</h2>
<ul class="plain">${rows.map(
        (row) =>
          html`<li><b>${row.unit}</b>　${wan(row.amountFen)}　<span class="tag">${row.purposeZh}</span><br>${row.sourceZh}，用在${row.placeName}，已支付${wan(row.paidFen)}<br><small>${longDate(row.decidedOn)}集体研究（${row.decisionNo}），${longDate(row.publishedOn)}公开</small></li>`,
      )}</ul>`
}
<p>对资金使用有意见的，请到 <a href="/supervise">监督举报</a>。</p>`,
  );
}
