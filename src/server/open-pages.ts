/** 依法公开: what the registers show to everybody, and the subsidies on notice. */
import { z } from 'zod';
import { anyone, systemActor } from '../kernel/access/index.ts';
import type { Tx } from '../kernel/context/server.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import { yuan } from '../kernel/policy/index.ts';
import { openRecords, openRegisters } from '../kernel/register/server.ts';
import type { DivisionCode } from '../kernel/schema/index.ts';
import { openSubsidies } from '../kernel/subsidy/server.ts';
import * as pages from '../web/public/index.ts';
import { allPlaces } from './desk.ts';
import { missing, shellOf } from './pages.ts';

/** What is on notice today, beside the registers: whoever objects knows whom to call. */
const SUBSIDIES = { key: 'subsidies', zh: '补贴公示' };
async function subsidiesOnNotice(tx: Tx) {
  const rows = await openSubsidies(tx, { onNotice: true });
  return {
    zh: SUBSIDIES.zh,
    rows: rows.map((of) => {
      const office = tx.office(`${of.division.slice(0, 6)}000000` as DivisionCode); // 县里核的
      return {
        title: `${of.bodyName}，${of.what}`,
        divisionName: of.divisionName,
        facts: [
          { label: '金额', value: yuan(of.amountFen) },
          { label: '公示到', value: of.noticeTo },
          { label: '有异议的', value: `请告诉${office.name}，${office.telephone}` },
        ],
      };
    }),
  };
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
];
