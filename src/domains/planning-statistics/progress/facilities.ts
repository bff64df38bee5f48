/** 对应的设施: the part of the house that keeps a facility says which planned project it is; a project may stand for several. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineSubscription } from '../../../kernel/event/server.ts';
import type { ProjectFile } from './content.ts';

export const followFacilities = defineSubscription({
  name: 'projects.facilities',
  types: ['facility.project.linked'],
  async handle(tx, event) {
    const { facility, name, link, projectId, linkedOn } = event.payload as {
      facility: string;
      name: string;
      link: string;
      projectId: string | null;
      linkedOn: string;
    };
    await tx.run(sql`delete from project_facility where facility = ${facility}`);
    if (projectId !== null)
      await tx.run(sql`insert into project_facility (facility, project_id, division, name, link, linked_on)
        select ${facility}, p.id, p.division, ${name}, ${link}, ${linkedOn} from project p where p.id = ${projectId}`);
  },
});

export const facilitiesOf = (tx: Tx, projectId: string): Promise<ProjectFile['facilities']> =>
  tx.rows(
    sql`select facility as id, name, link from project_facility where project_id = ${projectId} order by facility limit 200`,
  );
