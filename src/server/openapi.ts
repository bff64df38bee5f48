/** The API document (OpenAPI 3.1), made from the routes that the server registers: a shape is written once, parsed with and printed here. */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { anyone, performerName } from '../kernel/access/index.ts';
import { type RouteDefinition, route } from '../kernel/http/server.ts';
import { knownRefusals } from '../kernel/result/index.ts';

const { version } = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string;
};

type Json = Readonly<Record<string, unknown>>;

const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  return rest;
};

const parametersOf = (schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] => {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, shape]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: shape,
  }));
};

const whoMay = ({ permission }: RouteDefinition): string => {
  if (permission.kind === 'performers') return permission.performers.map(performerName).join('、');
  return permission.kind === 'anyone' ? '任何人' : '登录的人';
};

const refusal = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', description: '拒绝的代码，见 x-refusals' },
        message: { type: 'string', description: '给人看的一句话' },
        next: { type: ['string', 'null'], description: '接下来怎么办' },
        fields: {
          type: 'array',
          items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
        },
      },
    },
  },
} as const;

function operationOf(definition: RouteDefinition): Json {
  const { params, query, body, multipart, summary } = definition;
  const content = multipart ? 'multipart/form-data' : 'application/json';
  return {
    summary,
    'x-permission': whoMay(definition),
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query')],
    ...(body || multipart
      ? { requestBody: { required: true, content: { [content]: { schema: body ? schemaOf(body) : { type: 'object' } } } } }
      : {}),
    responses: {
      200: { description: '办成' },
      default: { description: '拒绝', content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } } },
    },
  };
}

/** The document of these routes; pages are left out. */
export function openApiOf(routes: readonly RouteDefinition[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const definition of routes.filter((r) => r.url.startsWith('/api/') || r.url === '/healthz')) {
    const url = definition.url.replace(/:(\w+)/g, '{$1}');
    paths[url] = { ...paths[url], [definition.method.toLowerCase()]: operationOf(definition) };
  }
  return {
    openapi: '3.1.0',
    info: { title: '民政平台接口 Minzheng API', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: { schemas: { Refusal: refusal } },
    'x-refusals': Object.fromEntries([...knownRefusals()].map(([code, { http, zh }]) => [code, { http, zh }])),
  };
}

/** The document is public, as the code is; it names shapes, never records. */
export const openApiRoute = (routes: () => readonly RouteDefinition[]): RouteDefinition => {
  let made: Json | undefined;
  return route({
    method: 'GET',
    url: '/api/openapi.json',
    permission: anyone,
    summary: '接口文档（OpenAPI 3.1）',
    handler: () => {
      made ??= openApiOf(routes());
      return Promise.resolve(made);
    },
  });
};
