/** Two files of one person: the proposal side by side, what has to be ended first, the answers; and the files that have become part of this one. */
import { Link } from '@tanstack/react-router';
import type { Offer } from '../../../kernel/offer/index.ts';
import { idKinds, type NumberFault, numberFaults, type PersonSummary } from '../../../kernel/resident/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { Facts, Section } from '../../components/layout.tsx';
import { Day, IdNumber } from '../../components/marks.tsx';
import { Offers } from '../../components/Offers.tsx';

export interface ProposedMerge {
  survivor: PersonSummary;
  merged: PersonSummary;
  paper: string;
  numberFault: NumberFault | null;
  proof: string | null;
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
  const { survivor, merged, paper, numberFault, proof, proposedName, mine, obstacles, actions } = merge;
  return (
    <Section title="与另一份档案合并，等另一人确认">
      <Facts
        rows={[
          { label: '保留', value: <File of={survivor} open={open.id} /> },
          { label: '并掉', value: <File of={merged} open={open.id} /> },
          { label: '依据', value: paper },
          ...(numberFault
            ? [
                {
                  label: '并掉的号码',
                  value: (
                    <>
                      {numberFaults[numberFault]}，
                      <a href={proof ?? ''} target="_blank" rel="noreferrer">
                        看证明材料
                      </a>
                    </>
                  ),
                },
              ]
            : []),
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
      {(mine || actions.length === 0) && <SecondPerson mine={mine} />}
    </Section>
  );
}

export interface MergedFile {
  mergeId: string;
  person: PersonSummary;
  on: PlainDate;
  numberFault: NumberFault | null;
  actions: readonly Offer[];
}

export const MergedFiles = ({ merged, division }: { merged: readonly MergedFile[]; division: string }) =>
  merged.map(({ mergeId, person, on, numberFault, actions }) => (
    <p key={mergeId} className="line">
      <span>
        {person.name}，{numberFault ? '从前的号码' : idKinds[person.idKind]} <IdNumber value={person.idNumber} />
        {numberFault && `（${numberFaults[numberFault]}）`}
        <span className="quiet">
          ，<Day on={on} />
          并入
        </span>
      </span>
      <Offers offers={actions} of={person.name} division={division} inRow />
    </p>
  ));

interface Counted {
  zh: string;
  count: number;
}
export interface ProposedUnmerge {
  merged: PersonSummary;
  paper: string;
  proposedName: string;
  mine: boolean;
  back: readonly Counted[];
  stays: readonly Counted[];
  byHand: readonly string[];
  actions: readonly Offer[];
}

const counted = (of: readonly Counted[]): string => of.map(({ zh, count }) => `${zh}${count}条`).join('、');

/** A merge that is to be undone: what goes back, what stays, what has to be looked at, before anybody confirms it. */
export function OpenUnmerge({ unmerge, open }: { unmerge: ProposedUnmerge; open: PersonSummary }) {
  const { merged, paper, proposedName, mine, back, stays, byHand, actions } = unmerge;
  return (
    <Section title="撤销合并，等另一人确认">
      <Facts
        rows={[
          { label: '恢复出来的一份', value: <File of={merged} open={open.id} /> },
          { label: '依据', value: paper },
          { label: '提出人', value: proposedName },
          { label: '搬回去的', value: back.length > 0 ? counted(back) : '没有要搬的记录' },
          {
            label: '留在这一份的',
            value: stays.length > 0 ? `合并以后新立的${counted(stays)}` : '合并以后没有新立的记录',
          },
        ]}
      />
      {byHand.length > 0 && (
        <div className="causes">
          <p>分开以后请自己核对：</p>
          <ul className="plain-list">
            {byHand.map((each) => (
              <li key={each}>{each}。</li>
            ))}
          </ul>
        </div>
      )}
      <p className="line">
        <Offers offers={actions} of={open.name} division={open.division} {...(mine ? {} : { first: 'primary' as const })} />
      </p>
      {(mine || actions.length === 0) && <SecondPerson mine={mine} />}
    </Section>
  );
}

const SecondPerson = ({ mine }: { mine: boolean }) => (
  <p className="quiet">
    {mine ? '您提出的，' : ''}须由{mine ? '另一人' : '提出人以外的人'}确认：乡镇（街道）负责人、县级经办人或者负责人。
  </p>
);
