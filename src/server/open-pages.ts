/** 依法公开: what the registers show to everybody. */
import { z } from 'zod';
import { anyone, systemActor } from '../kernel/access/index.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import { openRecords, openRegisters } from '../kernel/register/server.ts';
import * as pages from '../web/public/index.ts';
import { allPlaces } from './desk.ts';
import { missing, shellOf } from './pages.ts';

/** The registers of which something is public, by the page of the workbench on which they are kept. */
const groups = () =>
  [...Map.groupBy(openRegisters(), ({ shelf }) => shelf)].map(([shelf, registers]) => ({
    zh: allPlaces.find(({ to }) => to === shelf)?.zh ?? '其他',
    registers,
  }));

export const openPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/open',
    permission: anyone,
    summary: '依法公开：文件、决策、标准、执法结果、典型，养老机构改革、设施、产业',
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
        openRecords(tx, context.params.register),
      );
      if (!register) return missing(context);
      return html(pages.openRecordsPage({ ...(await shellOf(context)), groups: [], register }));
    },
  }),
];
