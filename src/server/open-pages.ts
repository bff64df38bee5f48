/** 依法公开: what the registers show to everybody, and the subsidies on notice. */
import { z } from 'zod';
import { anyone, systemActor } from '../kernel/access/index.ts';
import type { Tx } from '../kernel/context/server.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import { yuan } from '../kernel/policy/index.ts';
import { openRecords, openRegisters } from '../kernel/register/server.ts';
import type { DivisionCode } from '../kernel/schema/index.ts';
import { objectOnNotice, openSubsidies, openSubsidy } from '../kernel/subsidy/server.ts';
import * as pages from '../web/public/index.ts';
import { allPlaces } from './desk.ts';
import { isSameOrigin, missing, newRequestId, type PageContext, shellOf, takeObjection } from './pages.ts';

/** What is on notice today, beside the registers: whoever objects knows whom to call. */
const SUBSIDIES = { key: 'subsidies', zh: '补贴公示' };
async function subsidiesOnNotice(tx: Tx) {
  const rows = await openSubsidies(tx, { onNotice: true });
  return {
    zh: SUBSIDIES.zh,
    rows: rows.map((of) => {
      const office = countyOf(tx, of.division); // 县里核的
      return {
        title: `${of.bodyName}，${of.what}`,
        divisionName: of.divisionName,
        facts: [
          { label: '金额', value: yuan(of.amountFen) },
          { label: '公示到', value: of.noticeTo },
          { label: '有异议的', value: `在这里提，或者告诉${office.name}，${office.telephone}` },
        ],
        href: `/open/subsidies/${of.id}`,
      };
    }),
  };
}

const countyOf = (tx: Tx, division: DivisionCode) => tx.office(`${division.slice(0, 6)}000000` as DivisionCode);
const BySubsidy = z.strictObject({ id: z.uuid() });
async function subsidyNotice(context: PageContext, id: string, extra: Partial<pages.SubsidyNoticeView> = {}) {
  const { context: platform } = context.platform;
  const shell = await shellOf(context);
  const notice = await platform.read(systemActor('open-records', platform.city), async (tx) => {
    const of = await openSubsidy(tx, id);
    return of && { ...of, title: `${of.bodyName}，${of.what}`, office: countyOf(tx, of.division) };
  });
  if (!notice) return missing(context, '这份公示已经撤下，或者网址有误。');
  const open = shell.today <= notice.noticeTo;
  return html(
    pages.subsidyNoticePage({ ...shell, notice, open, requestId: newRequestId(), ...extra }),
    extra.objection ? 422 : 200,
  );
}

/** The registers of which something is public, by the page of the workbench on which they are kept, and the subsidies. */
const groups = () => [
  ...[...Map.groupBy(openRegisters(), ({ shelf }) => shelf)].map(([shelf, registers]) => ({
    zh: allPlaces.find(({ to }) => to === shelf)?.zh ?? '其他',
    registers,
  })),
  { zh: '补贴', registers: [SUBSIDIES] },
];

export const openPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/open',
    permission: anyone,
    summary: '依法公开：文件、决策、标准、执法结果、典型，养老机构改革、设施、产业，补贴公示',
    handler: async (context) => html(pages.openRecordsPage({ ...(await shellOf(context)), groups: groups(), register: null })),
  }),
  route({
    method: 'GET',
    url: '/open/:register',
    permission: anyone,
    summary: '依法公开的一类',
    params: z.strictObject({ register: z.string().max(40) }),
    async handler(context) {
      const { context: platform } = context.platform;
      const register = await platform.read(systemActor('open-records', platform.city), (tx) =>
        context.params.register === SUBSIDIES.key ? subsidiesOnNotice(tx) : openRecords(tx, context.params.register),
      );
      if (!register) return missing(context);
      return html(pages.openRecordsPage({ ...(await shellOf(context)), groups: [], register }));
    },
  }),
  route({
    method: 'GET',
    url: '/open/subsidies/:id',
    permission: anyone,
    summary: '公示的一笔补贴，有不同意见的在这里提',
    params: BySubsidy,
    handler: (context) => subsidyNotice(context, context.params.id),
  }),
  route({
    method: 'POST',
    url: '/open/subsidies/:id/objections',
    permission: anyone,
    summary: '对公示的补贴提出异议（不用脚本的表单）',
    perMinute: 20,
    plainForm: true,
    params: BySubsidy,
    async handler(context) {
      const { platform, params, request } = context;
      if (!isSameOrigin(request)) return missing(context);
      return subsidyNotice(
        context,
        params.id,
        await takeObjection(request, (given) => objectOnNotice(platform.context, { id: params.id, ...given })),
      );
    },
  }),
];
