/** The API document is made from the routes: none is missing, and what a route asks is in it. */
import { expect, test } from 'vitest';
import { openApiOf } from './openapi.ts';
import { allRoutes } from './routes.ts';

const document = openApiOf(allRoutes) as { paths: Record<string, Record<string, Record<string, unknown>>> };

test('每个接口都在文档里，写明谁可以用', () => {
  for (const { method, url } of allRoutes.filter((r) => r.url.startsWith('/api/'))) {
    const operation = document.paths[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    expect(operation, `${method} ${url}`).toBeDefined();
    expect(operation!.summary, url).toMatch(/\p{Script=Han}/u);
    expect(operation!['x-permission'], url).not.toBe('');
  }
});

test('报告死亡：路径里的人、请求里的日期和来源', () => {
  const operation = document.paths['/api/persons/{id}/death']!.post as {
    parameters: { name: string; in: string; required: boolean }[];
    requestBody: { content: { 'application/json': { schema: { required: string[]; properties: object } } } };
  };
  expect(operation.parameters).toMatchObject([{ name: 'id', in: 'path', required: true }]);
  const { schema } = operation.requestBody.content['application/json'];
  expect(Object.keys(schema.properties)).toEqual(['diedOn', 'source']);
  expect(schema.required).toEqual(expect.arrayContaining(['diedOn', 'source']));
});
