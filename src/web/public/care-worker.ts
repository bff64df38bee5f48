/** 护理员证书核验: the level and whether it holds, the name masked; nothing else of the person. */
import { longDate } from '../../kernel/calendar/index.ts';
import { yuan } from '../../kernel/policy/index.ts';
import type { Fen, PlainDate } from '../../kernel/schema/index.ts';
import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { Shell } from './views.ts';

export interface CareWorkerView extends Shell {
  /** Null: nobody has this code. */
  worker: { name: string; levelsZh: readonly string[] } | null;
}

/** `/care-workers/:code` */
export function careWorkerPage(view: CareWorkerView): string {
  const { worker } = view;
  const body = !worker
    ? html`<h1>没有查到这个证书码</h1>
<p class="say bad">可能是抄错了字，也可能不是我们登记的护理员。请再扫一次，或者打 ${telephone(view.city.telephone)} 核实，核实前请不要让他上门。</p>`
    : worker.levelsZh.length === 0
      ? html`<h1>现在没有有效的证书</h1>
<p class="say bad">证书过期了、没有核验过，或者已经停止上岗。请打 ${telephone(view.city.telephone)} 核实。</p>
<dl class="facts"><div><dt>姓名</dt><dd>${worker.name}</dd></div></dl>`
      : html`<h1>证书有效</h1>
<dl class="facts"><div><dt>姓名</dt><dd>${worker.name}</dd></div><div><dt>等级</dt><dd>${worker.levelsZh.join('、')}</dd></div></dl>
<p>请和本人核对姓名。为保护个人信息，这里不显示别的。</p>`;
  return page(view, '护理员证书核验', body);
}

export interface CareWorkerNoticesView extends Shell {
  rows: readonly {
    id: string;
    employerName: string;
    kindZh: string;
    noticeTo: PlainDate;
    lines: readonly { name: string; says: string; fen: Fen }[];
  }[];
}

/** `/care-worker-notices`: the subsidies on notice, names masked. */
export const careWorkerNoticesPage = (view: CareWorkerNoticesView): string =>
  page(
    view,
    '护理员补贴公示',
    html`<p class="crumb"><a href="/care-services">← 找养老服务</a></p>
<h1>护理员补贴公示</h1>
<p class="lead">养老护理员的入职补贴、岗位津贴、工龄奖励、培训补贴，发放以前在这里公示。有不同意见，公示期内可以提，也可以打 ${telephone(view.city.telephone)}。</p>
${view.rows.length === 0 && html`<p class="say">现在没有公示的。</p>`}
${view.rows.map(
  (
    claim,
  ) => html`<h2>${claim.employerName}：${claim.kindZh}</h2><p>公示到${longDate(claim.noticeTo)}　<a href="/open/subsidies/${claim.id}">有不同意见</a></p>
<ul class="plain">${claim.lines.map((line) => html`<li>${line.name}　${line.says}　<b class="num">${yuan(line.fen)}</b></li>`)}</ul>`,
)}`,
  );
