/** 节假日 over HTTP: every officer reads it, the administrator enters the list of a year. */
import { z } from 'zod';
import { allow, officers, partners } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { PlainDateText } from '../schema/index.ts';
import { changeYear, holidayRows, refreshCalendar } from './server.ts';

export const calendarRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/calendar',
    permission: allow(...officers, ...partners, 'auditor', 'sys-admin'),
    summary: '放假和调休上班的日子',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ rows: await holidayRows(tx) })),
  }),
  route({
    method: 'POST',
    url: '/api/calendar',
    permission: allow('sys-admin'),
    summary: '录入一年的放假安排',
    body: z.strictObject({
      year: z.int().min(2020).max(2100),
      source: z.string().trim().min(4, '请写明依据文件').max(200),
      provisional: z.boolean(),
      days: z
        .array(
          z.strictObject({
            date: PlainDateText,
            kind: z.enum(['holiday', 'workday']),
            name: z.string().trim().min(1).max(20),
          }),
        )
        .min(1, '没有读出放假的日子')
        .max(120),
    }),
    async handler({ platform: { context }, actor, body }) {
      const changed = await context.write(actor, (tx) => changeYear(tx, body));
      if (changed.ok) await refreshCalendar(context);
      return changed;
    },
  }),
];
