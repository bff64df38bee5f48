/** One search: whom to look for on top with large buttons, the ground by pieces, what was reported, the course. It stays readable where there is no network. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { LostFile } from '../../lost/content.ts';
import { lasting, useServerNow } from './clock.ts';
import { SectorMap } from './SectorMap.tsx';
import './emergency.css';
import './lost.css';

const EVERY_MS = 10_000;
/** Kept for a night outside. */
const KEEP_MS = 12 * 3_600_000;

export function LostSearch() {
  const { searchId } = useParams({ strict: false }) as { searchId: string };
  const address = `/api/lost-searches/${searchId}`;
  const file = useQuery({
    queryKey: [address],
    queryFn: () => api.get<LostFile>(address),
    gcTime: KEEP_MS,
    refetchInterval: ({ state }) => (state.data?.state === 'closed' ? false : EVERY_MS),
  });
  return <Answered query={file}>{(data) => <Whole file={data} at={file.dataUpdatedAt} />}</Answered>;
}

function Whole({ file, at }: { file: LostFile; at: number }) {
  const session = useSession();
  const now = useServerNow(file.now, at);
  const { seen, closer } = file;
  const wanted = file.state === 'opened' || file.state === 'searching';
  return (
    <Page
      title={seen ? `寻找${seen.name}` : '有老人走失'}
      lead={
        <>
          {file.placeZh}，从{file.sourceZh}来，
          <Moment at={file.openedAt} />
          收到{wanted && <b className="num">　已过{lasting(file.openedAt, now)}</b>}
        </>
      }
      aside={<Link to={'/lost-searches' as never}>← 走失寻人</Link>}
    >
      <Section title="找谁">
        <p>
          <Tag tone={file.tone}>{file.stateZh}</Tag> {file.alarm && <Tag tone="bad">{file.alarm}</Tag>}{' '}
          {file.policeAt ? (
            <>
              <Moment at={file.policeAt} />
              已报110
            </>
          ) : (
            wanted && <Tag tone="bad">还没有登记报110</Tag>
          )}
        </p>
        {seen ? (
          <div className="lost-who">
            {file.photo && <img src={`/api/lost-searches/${file.id}/photo`} alt={`${seen.name}的照片`} />}
            <div>
              <Facts
                rows={[
                  { label: '是谁', value: <b>{`${seen.name}，${seen.sexZh}，${seen.age}岁`}</b> },
                  { label: '样子', value: seen.looks },
                  { label: '穿戴', value: seen.wearing },
                  {
                    label: '最后见到',
                    value: (
                      <>
                        <Moment at={file.lastSeenAt} />，{seen.lastPlace}
                      </>
                    ),
                  },
                  ...(closer?.care ? [{ label: '照护要点', value: closer.care }] : []),
                  ...(closer
                    ? [
                        {
                          label: '联系人',
                          value: (
                            <>
                              {closer.contactName} <a href={`tel:${closer.contactPhone}`}>{closer.contactPhone}</a>
                            </>
                          ),
                        },
                      ]
                    : []),
                ]}
              />
            </div>
          </div>
        ) : (
          <Nothing>还没有登记样子。请坐席打电话问清楚，登记以后村（社区）的人马上看得到。</Nothing>
        )}
        <p className="lost-buttons">
          <Offers
            offers={file.offers}
            of={seen ? `走失的${seen.name}` : '走失的老人'}
            division={homeDivision(session)}
            first="primary"
            asOf={at}
          />
        </p>
        {file.incidentId && (
          <p>
            <Link to={'/emergency-calls/$incidentId' as never} params={{ incidentId: file.incidentId } as never}>
              看这个呼叫
            </Link>
          </p>
        )}
      </Section>
      {file.noticeText && (
        <Section title="公众看到的寻人启事">
          <p>{file.noticeText}</p>
          {file.noticeConsent && <p className="quiet">同意的人：{file.noticeConsent}；找到人自动撤下</p>}
        </Section>
      )}
      {file.grounds.length > 0 && (
        <Section title={`分片：找过${file.searched}片，一共${file.sectors}片`}>
          <div className="lost-ground">
            <SectorMap grounds={file.grounds} sightings={file.sightings} />
            <ol className="plain-list">
              {file.grounds.map((piece) => (
                <li key={piece.id}>
                  <p className="line">
                    <b className="num">{piece.no}</b> {piece.name}{' '}
                    {piece.searched ? (
                      <Tag tone="good">找过了</Tag>
                    ) : (
                      <Offers offers={piece.offers} of={piece.name} division={homeDivision(session)} inRow asOf={at} />
                    )}
                  </p>
                  <p className="quiet line">
                    <span>{piece.placeZh}</span>
                    {piece.team && <span>{piece.team}</span>}
                    {piece.searchedAt && (
                      <span>
                        {piece.searchedBy}，<Moment at={piece.searchedAt} />
                      </span>
                    )}
                  </p>
                </li>
              ))}
            </ol>
          </div>
        </Section>
      )}
      {file.sightings.length > 0 && (
        <Section title="报来的情况">
          <ol className="sos-course">
            {file.sightings.map((one) => (
              <li key={one.id}>
                <Moment at={one.at} /> {one.kindZh}
                {one.sectorName && `（${one.sectorName}）`}
                {one.what && `：${one.what}`}（{one.byName}
                {one.who && `，听${one.who}说`}）{one.late && <Tag>有网络以后才送到</Tag>}
                {one.position && <span className="quiet">　{one.position}</span>}
              </li>
            ))}
          </ol>
        </Section>
      )}
      <Section title="经过">
        <ol className="sos-course">
          {file.course.map((step, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a course only grows at its end
            <li key={i}>
              <Moment at={step.at} /> {step.zh}
              {step.note && `：${step.note}`}（{step.by}）
            </li>
          ))}
        </ol>
      </Section>
    </Page>
  );
}
