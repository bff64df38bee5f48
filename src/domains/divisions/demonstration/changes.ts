/** A change of divisions that has taken effect as the demonstration finds it: a village of 通城县 became a community. Invented. Safe to run again after a kill. */
import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { addPapers, approve, type Dossier, openDossier, submit } from '../changes/dossiers.ts';
import { type PaperKind, papers } from '../changes/terms.ts';
import { done } from './boundaries.ts';
import { GREY, type NameStage, type Staff } from './names.ts';

const TITLE = '通城县隽水镇上阔村改为社区';
const UNTIL_EFFECT: PlainDate = '2026-09-01';

const dossierOf = (tx: Tx): Promise<Pick<Dossier, 'id' | 'version' | 'state'> | null> =>
  tx.maybe(sql`select id, version, state from division_dossier where title = ${TITLE}`);

export async function playChanges({ context, filesDir, moveTo }: NameStage, staff: Staff): Promise<void> {
  const clerk = await staff('shi');
  const leader = await staff('shiling');
  moveTo('2026-08-06T10:00:00+08:00');
  await context.write(clerk, async (tx) => {
    if (await dossierOf(tx)) return;
    done(
      'dossier',
      await openDossier(tx, {
        type: 'to-community',
        title: TITLE,
        ends: [{ unit: '421222100200' as DivisionCode }],
        begins: [{ code: '421222100901', name: '上阔社区居民委员会' }],
        concerns: [],
        effectiveOn: UNTIL_EFFECT,
        reason: '县城扩展，村里七成住户已住进小区，村民会议同意改为社区（虚构）。',
      }),
    );
  });
  await argue({ context, filesDir }, clerk);
  moveTo('2026-08-20T10:00:00+08:00');
  await context.write(leader, async (tx) => {
    const dossier = await dossierOf(tx);
    if (dossier?.state !== 'submitted') return;
    done(
      'approval',
      await approve(tx, dossier, {
        approver: '通城县人民政府',
        documentNo: '隽政函〔2026〕41号（虚构）',
        approvedOn: '2026-08-20',
        effectiveOn: UNTIL_EFFECT,
        retroactiveReason: '',
      }),
    );
  });
}

/** The six papers of art. 13, then 报送. */
async function argue({ context, filesDir }: Pick<NameStage, 'context' | 'filesDir'>, clerk: Actor): Promise<void> {
  const files = openFileStore(filesDir);
  const kinds = Object.keys(papers) as PaperKind[];
  const given: Record<string, string> = {};
  for (const kind of kinds) {
    const upload = {
      bytes: GREY,
      mediaType: 'image/jpeg',
      name: `${papers[kind].slice(0, 8)}.jpg`,
      paper: `division-${kind}`,
    } as const;
    given[kind] = (await storeUpload(context, clerk, files, upload)).id;
  }
  await context.write(clerk, async (tx) => {
    const dossier = await dossierOf(tx);
    if (dossier?.state !== 'research') return;
    done('papers', await addPapers(tx, dossier, given));
    done('submission', await submit(tx, (await dossierOf(tx))!));
  });
}
