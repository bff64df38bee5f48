/** 先给物资、照料、转介、疏导: help on the spot that is no money. It is the first help of an emergency as money is; whether money follows is said at once. */
import { z } from 'zod';
import type { Tx } from '../../../../kernel/context/server.ts';
import { bindFiles } from '../../../../kernel/document/server.ts';
import { fail, ok, type Result } from '../../../../kernel/result/index.ts';
import { choice, FenAmount, FileRef } from '../../../../kernel/schema/index.ts';
import { type Case, handler } from '../../../../kernel/service/server.ts';
import { inKindText, recordInKind } from '../in-kind.ts';
import { inKinds } from '../terms.ts';
import type { Done } from './first-aid.ts';

/** Things and hands have a giver and a price; they are signed for, or photographed. */
const ofWorth = ['goods', 'care'] as const;
const hasWorth = (kind: string): boolean => (ofWorth as readonly string[]).includes(kind);

const InKindGiven = z.strictObject({
  kind: choice(inKinds).meta({ label: '给了哪种帮助' }),
  what: z
    .string()
    .trim()
    .min(2, '请写明是什么')
    .max(200, '不超过200字')
    .meta({ label: '具体是什么', help: '物资写品名；照料写地点和照料的人；转介写转到哪里' }),
  quantity: z.string().trim().min(1, '请写明多少').max(30, '不超过30字').meta({ label: '多少', help: '例如：2床、3天、1次' }),
  valueFen: FenAmount.optional().meta({
    label: '折合多少钱',
    help: '不知道的不用填',
    showIf: { field: 'kind', in: [...ofWorth] },
  }),
  source: z
    .string()
    .trim()
    .max(60, '不超过60字')
    .default('')
    .meta({ label: '谁提供的', help: '例如：乡镇物资库、红十字会、邻居', showIf: { field: 'kind', in: [...ofWorth] } }),
  receipt: FileRef.optional().meta({ label: '受助人签字', widget: 'signature', paper: 'aid-receipt' }),
  photo: FileRef.optional().meta({ label: '现场照片', help: '物资、照料须有签字或者照片', paper: 'scene-photo' }),
});

const FirstInKind = InKindGiven.extend({
  money: choice({ follows: '还要发先行救助金', none: '这次不用发钱' })
    .default('follows')
    .meta({ label: '还发不发钱', help: '不用发钱的转入“急难中”；以后还需要钱的报县级审批' }),
});

/** Records what was given and says it in one line. */
async function give(tx: Tx, kase: Case, input: z.infer<typeof InKindGiven>): Promise<Result<string>> {
  const { kind, what, quantity, receipt, photo } = input;
  if (hasWorth(kind) && !receipt && !photo)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'photo', message: '请受助人签字，或者拍一张照片' }]);
  const files = [receipt, photo].filter((file) => file !== undefined);
  const bound = await bindFiles(tx, files, { caseId: kase.id, personId: kase.applicantPersonId, division: kase.division });
  if (!bound.ok) return bound;
  const given = {
    kind,
    what,
    quantity,
    valueFen: hasWorth(kind) ? (input.valueFen ?? null) : null,
    source: hasWorth(kind) ? input.source : '',
    receiptFile: receipt ?? null,
    photoFile: photo ?? null,
  };
  const recorded = await recordInKind(tx, kase, given);
  return recorded.ok ? ok(inKindText(given)) : recorded;
}

const helpInKind = handler({
  input: FirstInKind,
  async run(tx, kase, input): Done {
    const given = await give(tx, kase, input);
    if (!given.ok) return given;
    return ok({ to: input.money === 'follows' ? 'toHelp' : 'helped', opinion: given.value });
  },
});

const moreInKind = handler({
  input: InKindGiven,
  async run(tx, kase, input): Done {
    const given = await give(tx, kase, input);
    return given.ok ? ok({ to: 'helped', opinion: given.value }) : given;
  },
});

export const inKind = { helpInKind, moreInKind };
