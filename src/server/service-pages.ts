/** Reading pages of the services: found by words or by what happened, their guide, and those that can be asked for somebody else. */
import { z } from 'zod';
import { anyone } from '../kernel/access/index.ts';
import { blankFormsOf } from '../kernel/document/server.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import { getPerson } from '../kernel/resident/server.ts';
import { explain } from '../kernel/result/index.ts';
import { Division, formOf } from '../kernel/schema/index.ts';
import { flowOf, getServiceItem, hasFlow, type ServiceItem, searchItems, serviceItems } from '../kernel/service/server.ts';
import * as pages from '../web/public/index.ts';
import { missing, type PageContext, shellOf, townshipsByCounty } from './pages.ts';

/** Services whose form is a page of its own, without signing in. */
const plainForms: Readonly<Record<string, string>> = { 'report-clue': '/report', 'emergency-aid': '/emergency' };

/** Items that are done on a reading page of their own: what stands on the button, and where it leads. */
const ownPages: Readonly<Record<string, { href: string; text: string }>> = {
  'DB-04': { href: '/devices', text: '看看哪里有、多少钱' },
  'PS-02': { href: '/consultations', text: '看草案，提意见' },
  'PS-07': { href: '/consultations', text: '看草案，提意见' },
  'DB-07': { href: '/devices/try', text: '预约一个时间' },
};

const linkOf = (item: ServiceItem): pages.ServiceLink => ({
  itemId: item.itemId,
  name: item.name,
  audience: item.audience,
  gets: item.guide?.gets ?? '',
  online: hasFlow(item.template),
});

/** Items that a resident may ask for on behalf of somebody else, by the form of the portal. */
const mayAskForOthers = ({ template }: ServiceItem): boolean => hasFlow(template) && flowOf(template).forOthers === true;

/** Whether the application asks for 沟通需要. */
const asksNeeds = (item: ServiceItem): boolean =>
  hasFlow(item.template) &&
  formOf(flowOf(item.template).form(item)).some((field) => field.fields?.some(({ name }) => name === 'communication'));

/** The township that the visitor chose, or in which the resident is registered; null where neither is known. */
async function townshipFor({ platform, actor }: PageContext, chosen: string | undefined): Promise<string | null> {
  const { divisions } = platform.context;
  const { personId } = actor;
  const own =
    !chosen && actor.kind === 'resident' && personId ? await platform.context.read(actor, (tx) => getPerson(tx, personId)) : null;
  const at = chosen ?? (own?.ok ? own.value.registeredDivision : null);
  if (!at) return null;
  return [at, ...divisions.ancestors(at).map((d) => d.code)].find((code) => divisions.get(code)?.level === 'township') ?? null;
}

export const servicePageRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/search',
    permission: anyone,
    summary: '搜索事项',
    query: z.object({ q: z.string().trim().max(50).default('') }),
    async handler(context) {
      const found = await context.platform.context.read(context.actor, (tx) => searchItems(tx, { text: context.query.q }));
      const results = context.query.q === '' ? [] : found;
      return html(
        pages.searchPage({
          ...(await shellOf(context)),
          query: context.query.q,
          results: results.slice(0, 30).map(linkOf),
          more: results.length > 30,
        }),
      );
    },
  }),
  route({
    method: 'GET',
    url: '/situations/:key',
    permission: anyone,
    summary: '按遇到的事找事项',
    params: z.object({ key: z.string().max(30) }),
    async handler(context) {
      const { key } = context.params;
      const items = await context.platform.context.read(context.actor, serviceItems);
      const situation = pages.findSituation(key);
      if (!situation) return missing(context);
      const page = pages.situationPage({
        ...(await shellOf(context)),
        key,
        services: pages.servicesOf(situation, items).slice(0, 60).map(linkOf),
      });
      return page ? html(page) : missing(context);
    },
  }),
  route({
    method: 'GET',
    url: '/for-others',
    permission: anyone,
    summary: '帮家人办：可以替别人申请的事项',
    async handler(context) {
      const items = await context.platform.context.read(context.actor, serviceItems);
      const services = items.filter((item) => mayAskForOthers(item)).map(linkOf);
      return html(pages.forOthersPage({ ...(await shellOf(context)), services }));
    },
  }),
  route({
    method: 'GET',
    url: '/services/:itemId',
    permission: anyone,
    summary: '办事指南',
    params: z.object({ itemId: z.string().max(10) }),
    query: z.object({ at: Division.optional().catch(undefined) }),
    async handler(context) {
      const { platform, actor, params } = context;
      const item = await platform.context.read(actor, (tx) => getServiceItem(tx, params.itemId));
      if (!item.ok) return missing(context, explain(item).message);
      const township = await townshipFor(context, context.query.at);
      return html(
        pages.guidePage({
          ...(await shellOf(context)),
          item: item.value,
          online: hasFlow(item.value.template),
          form: plainForms[item.value.template] ?? null,
          ownPage: ownPages[item.value.itemId] ?? null,
          precheck: item.value.template === 'dibao',
          blankForms: blankFormsOf(item.value.itemId),
          forOthers: mayAskForOthers(item.value),
          signVideo: platform.city.signLanguage.videos.get(item.value.itemId) ?? null,
          asksNeeds: asksNeeds(item.value),
          office: platform.context.office(township ?? actor.division ?? platform.city.code),
          township: township ? { code: township, name: platform.context.divisions.fullName(township) } : null,
          townships: townshipsByCounty(context),
        }),
      );
    },
  }),
];
