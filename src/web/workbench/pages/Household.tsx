/** 一户一档: who lived together on a day, as known now or by then; what changed when; the household's cases and benefits. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Offer } from '../../../kernel/offer/index.ts';
import { type HouseholdView, householdRelations, lifeStates } from '../../../kernel/resident/index.ts';
import { isPlainDate, type PlainDate } from '../../../kernel/schema/index.ts';
import { Facts, Page, Section } from '../../components/layout.tsx';
import { Day, Moment, PersonName } from '../../components/marks.tsx';
import { Offers } from '../../components/Offers.tsx';
import { useSession } from '../../components/session.tsx';
import { Failed, Loading, Nothing } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';
import { FileSection } from './FileSection.tsx';
import { Secret } from './Secret.tsx';

interface File {
  household: HouseholdView;
  address: { registered: boolean; source?: string; since?: PlainDate } | null;
  history: readonly {
    id: string;
    personId: string;
    name: string | null;
    relation: keyof typeof householdRelations;
    validFrom: PlainDate;
    validTo: PlainDate | null;
    knownSince: string;
    supersededAt: string | null;
  }[];
  moves: readonly {
    movedOn: PlainDate;
    fromName: string;
    toName: string;
    urbanRural: 'urban' | 'rural';
    source: string;
    knownSince: string;
  }[];
  sections: readonly { key: string; zh: string; content: unknown }[];
  actions: readonly Offer[];
  mayRevealAddress: boolean;
}

export function HouseholdPage() {
  const { householdId } = useParams({ strict: false }) as { householdId: string };
  const { today } = useSession();
  const [{ validOn = today, knownOn = today }, change] = useTextSearch();
  const file = useQuery({
    queryKey: ['/api/households', householdId, validOn, knownOn],
    queryFn: () => api.get<File>(`/api/households/${householdId}`, { validOn, knownOn: knownOn === today ? undefined : knownOn }),
    placeholderData: (before) => before,
  });
  if (file.isPending) return <Loading text="正在打开档案……" />;
  if (!file.data)
    return (
      <Page title="没有打开">
        <Failed error={file.error} retry={() => void file.refetch()} />
      </Page>
    );
  const { household, address, history, moves, sections, actions, mayRevealAddress } = file.data;
  const now = validOn === today && knownOn === today;
  return (
    <Page
      title={`家庭 ${household.code}`}
      lead={`${household.urbanRural === 'rural' ? '农村' : '城市'}，${household.divisionName}`}
    >
      <Section title={now ? '现在一起生活的人' : '那一天一起生活的人'}>
        {actions.length > 0 && (
          <p className="line">
            <Offers offers={actions} division={household.division} />
          </p>
        )}
        <AsOf key={`${validOn}${knownOn}`} validOn={validOn} knownOn={knownOn} today={today} onChange={change} />
        {household.members.length === 0 ? (
          <Nothing>按当时所知，那一天没有登记的成员。</Nothing>
        ) : (
          <Facts
            rows={household.members.map((m) => ({
              label: householdRelations[m.relation],
              value: m.person ? (
                <PersonName
                  id={m.personId}
                  name={m.person.name}
                  note={`${m.person.birthDate.slice(0, 4)}年生${m.person.lifeState === 'alive' ? '' : `，${lifeStates[m.person.lifeState]}`}`}
                />
              ) : (
                <span className="quiet">辖区以外，不能查看</span>
              ),
            }))}
          />
        )}
      </Section>
      <Section title={now ? '住在哪里' : '那一天住在哪里'}>
        <Facts
          rows={[
            { label: '户籍所在地', value: `${household.divisionName}（${household.urbanRural === 'rural' ? '农村' : '城市'}）` },
            {
              label: '详细地址',
              value: !address ? (
                <span className="quiet">那一天没有登记户主，或者不能查看</span>
              ) : address.registered ? (
                <>
                  <Secret
                    key={`${validOn}${knownOn}`}
                    of="这一家"
                    field="address"
                    masked="已登记"
                    may={mayRevealAddress}
                    purposes={`/api/households/${householdId}/purposes?validOn=${validOn}${now ? '' : `&knownOn=${knownOn}`}`}
                    from={`/api/households/${householdId}/address`}
                    sent={{ validOn, ...(now ? {} : { knownOn }) }}
                  />
                  {address.source && (
                    <p className="quiet">
                      来自{address.source}，<Day on={address.since!} />起
                    </p>
                  )}
                </>
              ) : (
                '没有登记'
              ),
            },
          ]}
        />
      </Section>
      {sections.map((section) => (
        <FileSection key={section.key} section={section} />
      ))}
      {moves.length > 0 && (
        <Section title="户籍迁移">
          <ol className="versions">
            {moves.map((m, i) => (
              <li key={m.movedOn} className={i === 0 ? 'in-force' : undefined}>
                <p>
                  <Day on={m.movedOn} />从{m.fromName}迁到<b>{m.toName}</b>（{m.urbanRural === 'rural' ? '农村' : '城市'}）
                </p>
                <p className="quiet">
                  依据：{m.source}；
                  <Moment at={m.knownSince} />
                  知道
                </p>
              </li>
            ))}
          </ol>
        </Section>
      )}
      <Section title="每一次变动">
        <ol className="versions">
          {history.map((m) => (
            <li key={m.id} className={m.supersededAt === null ? 'in-force' : undefined}>
              <p>
                <b>{m.name ?? '辖区以外的人'}</b>，{householdRelations[m.relation]}：<Day on={m.validFrom} /> 至{' '}
                {m.validTo ? <Day on={m.validTo} /> : '今'}
              </p>
              <p className="quiet">
                <Moment at={m.knownSince} />
                知道
                {m.supersededAt && (
                  <>
                    ，<Moment at={m.supersededAt} />
                    改为另一条
                  </>
                )}
              </p>
            </li>
          ))}
        </ol>
      </Section>
    </Page>
  );
}

function AsOf(props: {
  validOn: string;
  knownOn: string;
  today: PlainDate;
  onChange: (changes: Record<string, string | undefined>) => void;
}) {
  const [validOn, setValidOn] = useState(props.validOn);
  const [knownOn, setKnownOn] = useState(props.knownOn);
  const right = isPlainDate(validOn) && isPlainDate(knownOn) && knownOn <= props.today;
  return (
    <form
      className="filters"
      onSubmit={(e) => {
        e.preventDefault();
        if (right)
          props.onChange({
            validOn: validOn === props.today ? undefined : validOn,
            knownOn: knownOn === props.today ? undefined : knownOn,
          });
      }}
    >
      <label htmlFor="valid-on">哪一天的情况</label>
      <Input id="valid-on" value={validOn} onChange={(e) => setValidOn(e.target.value.trim())} style={{ width: 130 }} />
      <label htmlFor="known-on">按哪一天所知道的</label>
      <Input id="known-on" value={knownOn} onChange={(e) => setKnownOn(e.target.value.trim())} style={{ width: 130 }} />
      <Button htmlType="submit" disabled={!right}>
        查看
      </Button>
    </form>
  );
}
