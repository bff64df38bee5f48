import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { Shell } from './views.ts';

export interface RehabView extends Shell {
  bodies: readonly {
    id: string;
    name: string;
    isModel: boolean;
    divisionName: string;
    operator: string;
    address: string;
    telephone: string;
  }[];
}

/** `/rehab`: bodies of community rehabilitation, models first. It says where help is, not who gets it. */
export const rehabPage = (view: RehabView): string =>
  page(
    view,
    '社区康复机构',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>社区康复机构</h1>
<p class="lead">在社区里帮助病情稳定的人恢复生活、社交和工作能力，不收费，自愿参加，随时可以停止。可以本人、家属申请，也可以由医院推荐。</p>
<div class="row"><a class="button" href="/services/DB-05">怎样申请</a></div>
${
  view.bodies.length === 0
    ? html`<p class="say">还没有登记的机构，请打 ${telephone(view.city.telephone)} 咨询。</p>`
    : html`<ul class="plain">${view.bodies.map(
        (b) =>
          html`<li><b>${b.name}</b>${b.isModel && html`　<span class="tag">标杆机构</span>`}<br>${b.divisionName}，${b.address}<br>${b.operator}，电话${telephone(b.telephone)}</li>`,
      )}</ul>`
}`,
  );
