/** A service, a notice: drawn in one way wherever they are listed. */
import { longDate } from '../../kernel/calendar/index.ts';
import { yuan } from '../../kernel/policy/index.ts';
import { type Html, html } from './html.ts';
import type { NoticeLink, ServiceLink } from './views.ts';

export const serviceList = (services: readonly ServiceLink[]): Html =>
  html`<ul class="list">${services.map(
    (s) =>
      html`<li><a href="/services/${encodeURIComponent(s.itemId)}"><b>${s.name}</b><small>${s.gets || (s.audience && `办给：${s.audience}`)}</small>${
        s.online ? html`<span class="mark">可以网上办</span>` : html`<span class="quiet">到窗口办，这里有地址电话</span>`
      }</a></li>`,
  )}</ul>`;

export const noticeKinds = { proposed: '初审公示', granted: '结果公布' } as const;

export const noticeFigures = (n: Pick<NoticeLink, 'memberCount' | 'amountFen' | 'kind' | 'once'>): string =>
  `${n.memberCount}人享受${n.amountFen === null ? '' : `，${n.kind === 'proposed' ? '拟' : ''}${n.once ? '一次性' : '每月'}${yuan(n.amountFen)}`}`;

export const noticeList = (notices: readonly NoticeLink[]): Html =>
  html`<ul class="list">${notices.map(
    (n) =>
      html`<li><a href="/notices/${n.id}"><b>${n.divisionName} ${n.applicantMasked}</b><small>${noticeFigures(n)}</small><small>${noticeKinds[n.kind]}，${longDate(n.postedOn)}${
        n.kind === 'proposed' ? `至${longDate(n.endsOn)}` : ''
      }</small></a></li>`,
  )}</ul>`;
