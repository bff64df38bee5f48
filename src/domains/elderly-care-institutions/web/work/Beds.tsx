/** 床位墙: every bed of an institution by floor and room, coloured and named by its state; one opens with what may be done. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useState } from 'react';
import { longDate } from '../../../../kernel/calendar/index.ts';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import type { BedFile, Wall, WallBed } from '../../beds/content.ts';
import './beds.css';
import { useOwn } from './own.ts';

export function OwnBeds() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <BedsOf id={id} />}</Answered>;
}

export function Beds() {
  const { institutionId } = useParams({ strict: false }) as { institutionId: string };
  return <BedsOf id={institutionId} back />;
}

function BedsOf({ id, back }: { id: string; back?: true }) {
  const wall = useQuery({
    queryKey: ['/api/institutions', id, 'beds'],
    queryFn: () => api.get<Wall>(`/api/institutions/${id}/beds`),
    refetchInterval: 60_000,
  });
  return <Answered query={wall}>{(data) => <TheWall wall={data} back={back ?? false} />}</Answered>;
}

function TheWall({ wall, back }: { wall: Wall; back: boolean }) {
  const session = useSession();
  const [only, setOnly] = useState('');
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <Page
      title={`${wall.name}：床位`}
      lead={
        <>
          {wall.beds}张床，其中护理型{wall.nursing}张{wall.recordedBeds > 0 && `，备案${wall.recordedBeds}张`}；现在空着普通
          <b className="num">{wall.free.ordinary}</b>张、护理型<b className="num">{wall.free.nursing}</b>张
          {wall.confirmedAt && (
            <>
              ，<Moment at={wall.confirmedAt} />
              核实过
            </>
          )}
        </>
      }
      aside={
        back && (
          <Link to={'/institutions/$institutionId' as never} params={{ institutionId: wall.id } as never}>
            ← {wall.name}
          </Link>
        )
      }
    >
      {wall.offers.length > 0 && (
        <p className="choices">
          <Offers offers={wall.offers} of={wall.name} division={homeDivision(session)} />
        </p>
      )}
      {wall.floors.length === 0 ? (
        <Nothing>还没有登记房间和床位。</Nothing>
      ) : (
        <Chips
          label="状态"
          options={[
            { value: '', label: '全部' },
            ...wall.counts.map((c) => ({ value: c.state as string, label: `${c.zh} ${c.n}` })),
          ]}
          value={only}
          onChange={setOnly}
        />
      )}
      {wall.floors.map((floor) => (
        <Section key={`${floor.building}${floor.floor}`} title={`${floor.building}${floor.floor}层`}>
          <div className="wall-floor">
            {floor.rooms.map((room) => (
              <section key={room.id} className="wall-room" aria-label={`${room.name}房间`}>
                <h3>
                  {room.name}
                  <span className="quiet">
                    {' '}
                    {room.wardZh}
                    {room.sexRule !== 'any' && `，${room.sexZh}`}
                  </span>
                </h3>
                <div className="wall-beds">
                  {room.beds.map((bed) => (
                    <Bed key={bed.id} bed={bed} faint={only !== '' && only !== bed.state} open={() => setOpened(bed.id)} />
                  ))}
                </div>
              </section>
            ))}
          </div>
        </Section>
      ))}
      {opened && <OneBed id={opened} close={() => setOpened(null)} />}
    </Page>
  );
}

const Bed = ({ bed, faint, open }: { bed: WallBed; faint: boolean; open: () => void }) => (
  <button type="button" className={`wall-bed bed-${bed.state}${faint ? ' faint' : ''}`} onClick={open}>
    <b>{bed.code}</b>
    <span>
      {bed.stateZh}
      {bed.nursing && '·护'}
    </span>
    <span>{bed.who ?? (bed.until ? `到${bed.until}` : '')}</span>
  </button>
);

function OneBed({ id, close }: { id: string; close: () => void }) {
  const session = useSession();
  const bed = useQuery({ queryKey: ['/api/beds', id], queryFn: () => api.get<BedFile>(`/api/beds/${id}`) });
  return (
    <Drawer
      open
      title={bed.data?.code ?? '床位'}
      size={Math.min(520, window.innerWidth)}
      onClose={close}
      closable={{ 'aria-label': '关闭' }}
    >
      <Answered query={bed}>
        {(data) => (
          <>
            <Facts
              rows={[
                { label: '状态', value: `${data.stateZh}${data.until ? `，到${data.until}` : ''}` },
                {
                  label: '在哪里',
                  value: `${data.where}，${data.wardZh}病区，${data.sexZh}`,
                },
                {
                  label: '住的人',
                  value: data.stayId ? (
                    <Link to={'/stays/$stayId' as never} params={{ stayId: data.stayId } as never}>
                      {data.who}
                    </Link>
                  ) : (
                    '—'
                  ),
                },
                {
                  label: '床位费',
                  value:
                    data.monthlyFen === null ? (
                      `${data.priceClass}，还没有公布价格`
                    ) : (
                      <Money fen={data.monthlyFen} per={`月（${data.priceClass}）`} />
                    ),
                },
                {
                  label: '护理型',
                  value: (
                    <>
                      {data.nursing ? <Tag tone="good">护理型床位</Tag> : '不是'}
                      <ul className="plain-list">
                        {data.checks.map((c) => (
                          <li key={c.zh}>
                            {c.met ? '✓' : '✗'} {c.zh}
                          </li>
                        ))}
                        <li>
                          {data.checkedOn ? '✓' : '✗'} 现场核过{data.checkedOn && `（${longDate(data.checkedOn)}）`}
                        </li>
                      </ul>
                    </>
                  ),
                },
              ]}
            />
            <p className="choices">
              <Offers offers={data.offers} of={data.code} division={homeDivision(session)} />
            </p>
            <h3>经过</h3>
            <ul className="plain-list">
              {data.events.map((e) => (
                <li key={`${e.at}${e.toZh}`}>
                  <Moment at={e.at} /> {e.fromZh && `${e.fromZh} → `}
                  {e.toZh}
                  {e.reason && `（${e.reason}）`}
                </li>
              ))}
            </ul>
          </>
        )}
      </Answered>
    </Drawer>
  );
}
