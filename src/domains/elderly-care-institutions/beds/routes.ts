/** 房间、床位和收费标准 over HTTP. Whose institution it is, row-level security says. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { Uuid } from '../../../kernel/schema/index.ts';
import { readers, staff } from '../register/terms.ts';
import {
  addRoom,
  Because,
  Cleaned,
  checkBed,
  confirmVacancy,
  Equipment,
  equipBed,
  NewPrice,
  NewRoom,
  publishPrice,
  setBed,
} from './plan.ts';
import { bedCheckers, cleaners, heads } from './terms.ts';
import { bedFile, bedWall, priceList } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const Nothing = z.strictObject({});

export const bedRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/institutions/:id/beds',
    permission: allow(...readers, ...staff),
    summary: '床位墙：按楼层、房间看每张床的状态',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => bedWall(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/beds/:id',
    permission: allow(...readers, ...staff),
    summary: '一张床：在哪里、状态、设备、经过',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => bedFile(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/prices',
    permission: allow(...readers, ...staff),
    summary: '一家机构的收费标准，现在的、以后的、以前的',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => priceList(tx, params.id)),
  }),
  stepOnce({
    url: '/api/institutions/:id/prices',
    summary: '机构：公布收费标准',
    by: heads,
    shape: NewPrice,
    work: publishPrice,
  }),
  stepOnce({ url: '/api/institutions/:id/rooms', summary: '机构：加房间和床位', by: heads, shape: NewRoom, work: addRoom }),
  stepOnce({
    url: '/api/institutions/:id/vacancy',
    summary: '机构：核实空床',
    by: heads,
    shape: Nothing,
    work: confirmVacancy,
  }),
  stepOnce({
    url: '/api/beds/:id/opening',
    summary: '机构：启用床位，或者修好了',
    by: heads,
    shape: Nothing,
    work: (tx, id) => setBed(tx, id, 'vacant', '启用'),
  }),
  stepOnce({
    url: '/api/beds/:id/cleaning',
    summary: '机构：床位清洁完成',
    by: cleaners,
    shape: Cleaned,
    work: (tx, id) => setBed(tx, id, 'vacant', '床品已换，消毒、清点完成'),
  }),
  stepOnce({
    url: '/api/beds/:id/maintenance',
    summary: '机构：床位维修',
    by: heads,
    shape: Because,
    work: (tx, id, { reason }) => setBed(tx, id, 'maintenance', reason),
  }),
  stepOnce({
    url: '/api/beds/:id/quarantine',
    summary: '机构：床位隔离',
    by: heads,
    shape: Because,
    work: (tx, id, { reason }) => setBed(tx, id, 'quarantine', reason),
  }),
  stepOnce({
    url: '/api/beds/:id/retirement',
    summary: '机构：床位停用',
    by: heads,
    shape: Because,
    work: (tx, id, { reason }) => setBed(tx, id, 'retired', reason),
  }),
  stepOnce({ url: '/api/beds/:id/equipment', summary: '机构：登记床位设备', by: heads, shape: Equipment, work: equipBed }),
  stepOnce({
    url: '/api/beds/:id/check',
    summary: '现场核过护理型床位',
    by: bedCheckers,
    shape: Nothing,
    work: checkBed,
  }),
];
