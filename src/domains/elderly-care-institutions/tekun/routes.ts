/** 特困供养机构 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { YearMonthText } from '../../../kernel/schema/index.ts';
import { reception } from '../stays/terms.ts';
import { Agreement, agree, PlaceIn, Postponement, place, postpone, resumePlacing } from './place.ts';
import { placers, readers } from './terms.ts';
import { tekunBoard } from './views.ts';
import { WrittenPlace, writePlace } from './written.ts';

const Nothing = z.strictObject({});
const at = (what: string): string => `/api/care-placements/:id/${what}`;

export const tekunRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-tekun',
    permission: allow(...readers, ...reception),
    summary: '特困集中供养：待安置、名册、收款、两项比率',
    query: z.strictObject({ month: YearMonthText.optional() }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => tekunBoard(tx, query.month)),
  }),
  stepOnce({ url: at('place'), summary: '县级：安置一位特困人员', by: placers, shape: PlaceIn, work: place }),
  stepOnce({ url: at('postponement'), summary: '县级：缓一缓安置', by: placers, shape: Postponement, work: postpone }),
  stepOnce({ url: at('resumption'), summary: '县级：继续安置', by: placers, shape: Nothing, work: resumePlacing }),
  stepOnce({
    url: '/api/care-tekun/:id/place',
    summary: '县级：写明一位特困人员的去处',
    by: placers,
    shape: WrittenPlace,
    work: writePlace,
  }),
  stepOnce({ url: at('agreement'), summary: '机构：签委托供养协议', by: reception, shape: Agreement, work: agree }),
];
