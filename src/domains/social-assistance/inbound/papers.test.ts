import { expect, test } from 'vitest';
import { returnLetter } from './papers.ts';

test.each(['没有附本人授权书', '没有附本人授权书。'])('退回函：原因“%s”写成一句，句号只有一个', (reason) => {
  const { blocks } = returnLetter({
    origin: '河南省信阳市浉河区民政局',
    theirCaseNo: '浉民核2026-097',
    no: 'XH421202202600003',
    receivedOn: '2026-08-31',
    contact: { name: '咸安区民政局', telephone: '0715-0000002' },
    result: { reason, lines: [], notAsked: [] },
  });
  expect(JSON.stringify(blocks[0])).toContain('现予退回：没有附本人授权书。"');
});
