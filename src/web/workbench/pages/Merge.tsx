/** Two files of one person: the proposal side by side, what has to be ended first, the answers; and the files that have become part of this one. */
import { Link } from '@tanstack/react-router';
import type { Offer } from '../../../kernel/offer/index.ts';
import { idKinds, type PersonSummary } from '../../../kernel/resident/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { Facts, Section } from '../../components/layout.tsx';
import { Day, IdNumber } from '../../components/marks.tsx';
import { Offers } from '../../components/Offers.tsx';

export interface ProposedMerge {
  survivor: PersonSummary;
  merged: PersonSummary;
  paper: string;
  proposedName: string;
  mine: boolean;
  obstacles: readonly string[];
  actions: readonly Offer[];
}

const File = ({ of, open }: { of: PersonSummary; open: string }) => (
  <>
    {of.id === open ? (
      <b>{of.name}</b>
    ) : (
      <Link to="/persons/$personId" params={{ personId: of.id }}>
        {of.name}
      </Link>
    )}
    ，{idKinds[of.idKind]} <IdNumber value={of.idNumber} />，<Day on={of.birthDate} />
    生，{of.divisionName}
    {of.id === open && '（现在打开的这一份）'}
  </>
);

export function OpenMerge({ merge, open }: { merge: ProposedMerge; open: PersonSummary }) {
  const { survivor, merged, paper, proposedName, mine, obstacles, actions } = merge;
  return (
    <Section title="与另一份档案合并，等另一人确认">
      <Facts
        rows={[
          { label: '保留', value: <File of={survivor} open={open.id} /> },
          { label: '并掉', value: <File of={merged} open={open.id} /> },
          { label: '依据', value: paper },
          { label: '提出人', value: proposedName },
        ]}
      />
      {obstacles.length > 0 && (
        <div className="causes">
          <p>现在还不能合并，要先办好：</p>
          <ul className="plain-list">
            {obstacles.map((obstacle) => (
              <li key={obstacle}>{obstacle}。</li>
            ))}
          </ul>
        </div>
      )}
      <p className="line">
        <Offers offers={actions} of={open.name} division={open.division} {...(mine ? {} : { first: 'primary' as const })} />
      </p>
      {(mine || actions.length === 0) && (
        <p className="quiet">
          {mine ? '您提出的，' : ''}须由{mine ? '另一人' : '提出人以外的人'}确认：乡镇（街道）负责人、县级经办人或者负责人。
        </p>
      )}
    </Section>
  );
}

export const MergedFiles = ({ merged }: { merged: readonly { person: PersonSummary; on: PlainDate }[] }) =>
  merged.map(({ person, on }) => (
    <p key={person.id}>
      {person.name}，{idKinds[person.idKind]} <IdNumber value={person.idNumber} />
      <span className="quiet">
        ，<Day on={on} />
        并入
      </span>
    </p>
  ));
