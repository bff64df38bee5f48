/** 照片: what the newest counted reports show of their sites, in the actor's own place. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { filesOfCase } from '../../../kernel/document/server.ts';
import type { DivisionCode, YearMonth } from '../../../kernel/schema/index.ts';
import { current, filterSql, type ProjectFilter } from '../projects/library.ts';
import { planOfProjects } from '../projects/tables.ts';
import type { SitePhoto } from './content.ts';
import { type Stage, stages } from './terms.ts';

const REPORTS = 40;

/** Of so many reports, the newest first; a picture is opened, and its opening recorded, one by one. */
export async function sitePhotos(tx: Tx, filter: ProjectFilter): Promise<SitePhoto[]> {
  const plan = await planOfProjects(tx);
  if (!plan) return [];
  const reports = await tx.rows<{
    id: string;
    projectId: string;
    name: string;
    division: DivisionCode;
    month: YearMonth;
    stage: Stage;
  }>(sql`select r.id, r.project_id, p.name, p.division, r.month, r.stage from project_report r join project p on p.id = r.project_id
    where r.state = 'counted' and ${current(plan.code)} and ${filterSql(filter)} order by r.reported_at desc, r.id desc limit ${REPORTS}`);
  const photos: SitePhoto[] = [];
  for (const { id, projectId, name, division, month, stage } of reports)
    for (const file of await filesOfCase(tx, id))
      if (file.mediaType !== 'application/pdf')
        photos.push({
          id: file.id,
          projectId,
          name,
          divisionName: tx.divisions.fullName(division),
          month,
          stageZh: stages[stage],
        });
  return photos;
}
