/** 一人一档: who, with whom and what benefits, then the sections that are opened; a clear number asks for a purpose. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import type { Offer } from '../../../kernel/offer/index.ts';
import {
  type DeathAmendment,
  type HouseholdView,
  householdRelations,
  idKinds,
  lifeStates,
  type PersonView,
  type Revealable,
} from '../../../kernel/resident/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { Facts, FoldedSection, Page, Section } from '../../components/layout.tsx';
import { Day, IdNumber, PersonName, Tag } from '../../components/marks.tsx';
import { Offers } from '../../components/Offers.tsx';
import { useSession } from '../../components/session.tsx';
import { Failed, Loading, Nothing } from '../../components/states.tsx';
import { ageOn } from '../../shared/age.ts';
import { api } from '../../shared/api.ts';
import '../../form/antd/form.css';
import { OpenAmendment } from './Death.tsx';
import { sexNames } from './FindPerson.tsx';
import { type MergedFile, MergedFiles, OpenMerge, OpenUnmerge, type ProposedMerge, type ProposedUnmerge } from './Merge.tsx';
import { type Listed, PersonSections, sectionKey, useOpened } from './PersonSections.tsx';
import { Secret } from './Secret.tsx';
import { WhoLooked } from './WhoLooked.tsx';

const LOOKED = 'looked';

interface File {
  person: PersonView;
  household: HouseholdView | null;
  contact: Partial<Record<'phone' | 'address', { source: string; since: PlainDate }>>;
  sections: readonly Listed[];
  deathAmendment: (DeathAmendment & { actions: readonly Offer[] }) | null;
  merge: ProposedMerge | null;
  merged: readonly MergedFile[];
  unmerge: ProposedUnmerge | null;
  /** An application may be opened for the person. */
  mayApply: boolean;
  mayAudit: boolean;
  actions: readonly Offer[];
  reveals: readonly Revealable[];
}

export function PersonPage() {
  const { personId } = useParams({ strict: false }) as { personId: string };
  const session = useSession();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const file = useQuery({ queryKey: ['/api/persons', personId], queryFn: () => api.get<File>(`/api/persons/${personId}`) });
  const { isOpen, setOpen } = useOpened();
  const [printing, setPrinting] = useState(false);
  const foldedKeys = file.data?.sections.filter((section) => section.content === undefined).map((section) => section.key) ?? [];
  const allOpen = foldedKeys.every(isOpen);
  // All sections in one request, one look on record.
  const whole = useMutation({
    mutationFn: (_: 'open' | 'print') => api.get<File>(`/api/persons/${personId}`, { sections: 'all' }),
    onSuccess: (all, then) => {
      for (const section of all.sections) queries.setQueryData(sectionKey(personId, section.key), section);
      if (then === 'print') setPrinting(true);
      else setOpen(foldedKeys, true);
    },
  });
  useEffect(() => {
    if (!printing) return;
    const done = () => setPrinting(false);
    window.addEventListener('afterprint', done);
    window.print();
    return () => window.removeEventListener('afterprint', done);
  }, [printing]);
  if (file.isPending) return <Loading text="正在打开档案……" />;
  if (!file.data)
    return (
      <Page title="没有打开">
        <Failed error={file.error} retry={() => void file.refetch()} />
      </Page>
    );
  const { person, household, contact, sections, deathAmendment, merge, merged, unmerge, actions, reveals, mayApply, mayAudit } =
    file.data;
  const secret = (field: Revealable, masked: ReactNode) => (
    <Secret
      of={person.name}
      field={field}
      masked={masked}
      may={reveals.includes(field)}
      purposes={`/api/persons/${person.id}/purposes`}
      from={`/api/persons/${person.id}/reveal`}
      sent={{ field }}
    />
  );
  return (
    <Page
      title={person.name}
      aside={
        <>
          <Button onClick={() => (allOpen ? setOpen(foldedKeys, false) : whole.mutate('open'))} disabled={whole.isPending}>
            {allOpen ? '全部收起' : '全部打开'}
          </Button>
          <Button onClick={() => whole.mutate('print')} disabled={whole.isPending}>
            打印整份
          </Button>
          {mayApply && <Button onClick={() => void navigate({ to: '/apply', search: { person: person.id } })}>代办申请</Button>}
          <Offers offers={actions} of={person.name} division={person.division} />
        </>
      }
      lead={
        <span className="line">
          <span>
            {sexNames[person.sex]}，{ageOn(person.birthDate, person.diedOn ?? session.today)}岁
          </span>
          <span>{person.divisionName}</span>
          {person.lifeState !== 'alive' && <Tag>{lifeStates[person.lifeState]}</Tag>}
        </span>
      }
    >
      {merge && <OpenMerge merge={merge} open={person} />}
      {unmerge && <OpenUnmerge unmerge={unmerge} open={person} />}
      {deathAmendment && <OpenAmendment person={person} amendment={deathAmendment} />}
      <div className="pair">
        <Section title="基本信息">
          <Facts
            rows={[
              {
                label: idKinds[person.idKind],
                value: secret('idNumber', <IdNumber value={person.idNumber} />),
              },
              { label: '出生日期', value: <Day on={person.birthDate} /> },
              { label: '民族', value: person.ethnicity },
              {
                label: '手机',
                value: (
                  <>
                    {person.phone ? secret('phone', person.phone) : '没有登记'}
                    <From of={contact.phone} />
                  </>
                ),
              },
              { label: '常住地', value: person.divisionName },
              { label: '户籍地', value: person.registeredDivisionName },
              {
                label: '详细地址',
                value: (
                  <>
                    {person.hasAddress ? secret('address', '已登记') : '没有登记'}
                    <From of={contact.address} />
                  </>
                ),
              },
              ...(merged.length > 0
                ? [{ label: '并入的档案', value: <MergedFiles merged={merged} division={person.division} /> }]
                : []),
              ...(person.diedOn ? [{ label: '去世日期', value: <Day on={person.diedOn} /> }] : []),
            ]}
          />
        </Section>
        <Section title="现在的家庭">
          {household ? <Household household={household} self={person.id} /> : <Nothing>没有登记家庭。</Nothing>}
        </Section>
      </div>
      {whole.error && <Failed error={whole.error} retry={() => whole.mutate(whole.variables)} />}
      <PersonSections personId={person.id} sections={sections} whole={printing} />
      {mayAudit && (
        <FoldedSection title="谁看过这份档案" open={isOpen(LOOKED)} onToggle={(open) => setOpen([LOOKED], open)}>
          <WhoLooked personId={personId} />
        </FoldedSection>
      )}
    </Page>
  );
}

/** Where a telephone or an address comes from, and since when. */
const From = ({ of }: { of: { source: string; since: PlainDate } | undefined }) =>
  of && (
    <p className="quiet">
      {of.source}，<Day on={of.since} />起
    </p>
  );

const Household = ({ household, self }: { household: HouseholdView; self: string }) => (
  <>
    <p className="quiet">
      家庭编号{' '}
      <Link to="/households/$householdId" params={{ householdId: household.id }} className="num">
        {household.code}
      </Link>
      ，{household.urbanRural === 'rural' ? '农村' : '城市'}，{household.divisionName}
    </p>
    <Facts
      rows={household.members.map((m) => ({
        label: householdRelations[m.relation],
        value: m.person ? (
          <PersonName
            id={m.personId === self ? null : m.personId}
            name={m.person.name}
            note={`${m.person.birthDate.slice(0, 4)}年生${m.person.lifeState === 'dead' ? '，已去世' : ''}`}
          />
        ) : (
          <span className="quiet">辖区以外，不能查看</span>
        ),
      }))}
    />
  </>
);
