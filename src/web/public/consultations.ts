import { longDate } from '../../kernel/calendar/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { fieldsOf } from './fields.ts';
import { type Content, type Html, html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { Given, Shell } from './views.ts';

interface Listed {
  id: string;
  kindZh: string;
  title: string;
  divisionName: string;
  endsOn: PlainDate;
  state: 'open' | 'ended' | 'published' | 'withdrawn';
}

export interface ConsultationsView extends Shell {
  open: readonly Listed[];
  earlier: readonly Listed[];
  /** Address of the next page of the earlier ones; null on the last. */
  next: string | null;
}

const said = { open: '', ended: '，正在整理答复', published: '，已经公布采纳情况', withdrawn: '，已经撤回' } as const;

const list = (rows: readonly Listed[]): Html =>
  html`<ul class="list">${rows.map(
    (c) =>
      html`<li><a href="/consultations/${c.id}"><b>${c.title}</b><small>${c.kindZh}，${c.divisionName}</small><small>${`${longDate(c.endsOn)}截止${said[c.state]}`}</small></a></li>`,
  )}</ul>`;

/** `/consultations`: drafts on which everybody may say something, and how earlier ones were taken up. */
export const consultationsPage = (view: ConsultationsView): string =>
  page(
    view,
    '征求意见',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>征求意见</h1>
<p class="lead">文件、标准、地名定下来以前，先把草案放在这里听您的意见。不用登录，不留姓名也收；每一条都会答复，采没采纳在这里公布。</p>
<h2>正在征求</h2>
${view.open.length === 0 ? html`<p class="say">现在没有正在征求意见的草案。</p>` : list(view.open)}
<h2>已经截止</h2>
${view.earlier.length === 0 ? html`<p class="say">还没有。</p>` : list(view.earlier)}
${view.next && html`<p><a class="button plain" href="${view.next}">更早的</a></p>`}`,
  );

export interface ConsultationPageView extends Shell {
  consultation: Listed & {
    postedOn: PlainDate;
    opinions: number;
    explanation: string;
    draft: string;
    shortened: string;
    basis: string;
    telephone: string;
    summary: string | null;
    withdrawnReason: string | null;
    answers: readonly { gist: string; adoptionZh: string; reply: string; opinions: number }[];
  };
  requestId: string;
  given: Given | null;
  /** The number of the opinion that has just been received. */
  received: number | null;
}

const paragraphs = (text: string): Content => text.split(/\n+/).map((line) => html`<p>${line}</p>`);

function takenUp({ consultation: c }: ConsultationPageView): Content {
  if (c.summary === null) return '';
  return html`<h2 id="summary">采纳情况</h2>
<p>收到意见${c.opinions}条。</p>
${paragraphs(c.summary)}
${
  c.answers.length > 0 &&
  html`<ol class="plain">${c.answers.map(
    (a) =>
      html`<li><b>${a.gist}</b>　<span class="tag">${a.adoptionZh}</span><br>${a.reply}<br><small>${a.opinions}条意见</small></li>`,
  )}</ol>`
}`;
}

function opinionForm(view: ConsultationPageView): Content {
  const { line, area, file, refused } = fieldsOf(view.given);
  const c = view.consultation;
  return html`<h2 id="opinion">提意见</h2>
${refused()}
<form method="post" action="/consultations/${c.id}#opinion" enctype="multipart/form-data">
<input type="hidden" name="requestId" value="${view.requestId}">
${area({ name: 'text', label: '您的意见', help: '哪一条、怎么改、为什么。请不要写身份证号码这样的个人信息。' }, 2000)}
${line({ name: 'name', label: '您的姓名或单位（可以不填）' }, 50, false, html`autocomplete="name"`)}
${line({ name: 'phone', label: '您的手机（可以不填）', help: '要核实意见的时候打给您，不公开。' }, 11, false, html`inputmode="numeric" autocomplete="tel"`)}
${file({ name: 'file', label: '附件（可以没有）', help: '照片或者PDF，一份，不超过20MB，只有办理的人打得开。上一次没有交成的，请重新选。' }, '.jpg,.jpeg,.png,.webp,.pdf')}
<p><button class="button" type="submit">交上去</button></p>
</form>
<p>也可以打电话说，我们替您记下来：${telephone(c.telephone)}。</p>`;
}

/** `/consultations/:id`: the draft, and a plain form without scripts; afterwards how the opinions were taken up. */
export function consultationPage(view: ConsultationPageView): string {
  const c = view.consultation;
  return page(
    view,
    c.title,
    html`<p class="crumb"><a href="/consultations">← 征求意见</a></p>
<h1>${c.title}</h1>
<p class="lead">${c.kindZh}，${c.divisionName}。${longDate(c.postedOn)}公布，${
      c.state === 'open' ? html`<b>${longDate(c.endsOn)}24时截止</b>` : `${longDate(c.endsOn)}截止${said[c.state]}`
    }。</p>
${c.withdrawnReason && html`<p class="say warn">这次征求意见已经撤回：${c.withdrawnReason}</p>`}
${
  view.received !== null &&
  html`<div class="say" role="status"><p><b>已经收到，是第${view.received}条意见。</b></p><p>截止以后逐条或者归并答复，采纳情况在这一页公布。</p></div>`
}
${c.state !== 'open' && view.given && html`<p class="say bad" role="alert">${view.given.message}</p>`}
${takenUp(view)}
${c.shortened && html`<p class="say">期限少于规定的原因：${c.shortened}</p>`}
<h2>起草说明</h2>
${paragraphs(c.explanation)}
<h2>草案</h2>
${paragraphs(c.draft)}
${c.state === 'open' && view.received === null && opinionForm(view)}
<details><summary>依据哪些规定</summary><p>${c.basis}</p></details>`,
    { aloud: true },
  );
}
