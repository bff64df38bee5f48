/** 养老机构改革 as the demonstration finds it: a home that is run by somebody else, another on its way, and a record of each of the other registers. Safe to run again after a kill. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { playRecord } from '../../../kernel/register/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type CareStage, officerOf } from './stage.ts';

const XIANAN = '421202000000';
const CHIBI = '421281000000';
const CITY = '421200000000';
const operator = { operator: '湖北康颐养老服务有限公司（示例）', operatorCode: '91421200MADEM00021' };

/** `today`: the day on which the demonstration begins. */
export const playReform = (stage: Pick<CareStage, 'context'>, today: PlainDate): Promise<void> =>
  stage.context.write(systemActor('demonstration', stage.context.city), async (tx) => {
    if (await tx.maybe(sql`select 1 as known from register_entry where register = 'care-operation' limit 1`)) return;
    const clerk = officerOf('demonstration-county', '咸安区民政局', 'county-clerk', XIANAN);
    const second = officerOf('demonstration-second', '咸安区民政局', 'county-clerk', XIANAN);
    const leader = officerOf('demonstration-leader', '咸安区民政局', 'county-leader', XIANAN);
    const chibi = officerOf('demonstration-chibi', '赤壁市民政局', 'county-clerk', CHIBI);
    const chibiLeader = officerOf('demonstration-chibi-leader', '赤壁市民政局', 'county-leader', CHIBI);
    const city = officerOf('demonstration-city', '咸宁市民政局', 'city-clerk', CITY);
    const homes = await tx.rows<{ id: string; name: string }>(
      sql`select id, name from care_institution where name in ('赤壁市中心福利院', '汀泗桥镇农村福利院', '温泉康乐养老公寓')`,
    );
    const homeOf = (name: string) => homes.find((home) => home.name === name)!.id;
    const day = (ago: number) => plusDays(today, -ago);

    await playRecord(
      tx,
      'care-operation',
      [
        day(200),
        chibi,
        {
          institution: homeOf('赤壁市中心福利院'),
          mode: 'public-built-private-run',
          owner: '赤壁市民政局',
          reason: '床位空置一半，护理人员不够，交给专业的运营方',
        },
      ],
      [
        [
          day(190),
          chibi,
          'value',
          { agency: '湖北正信资产评估（示例）', no: '正评〔2026〕11号', on: day(192), valueFen: 1_260_000_000 },
        ],
        [
          day(180),
          chibiLeader,
          'plan',
          { no: '赤政办〔2026〕7号', on: day(181), scheme: '期限十年，保留两成床位，特困人员留在原处' },
        ],
        [day(175), chibi, 'tender', { method: 'open', noticeNo: 'CB-2026-007', opensOn: day(160) }],
        [
          day(160),
          chibi,
          'award',
          { bidders: 4, ...operator, record: '没有处罚和失信，运营过两家养老院', telephone: '0999-0000733' },
        ],
        [
          day(150),
          chibiLeader,
          'sign',
          {
            contractNo: '赤养运〔2026〕1号',
            from: day(140),
            years: 10,
            rentFen: 300_000_00,
            depositFen: 200_000_00,
            beds: 120,
            reserved: 30,
            assets: '主楼、康复楼、床120张、厨房和洗衣设备，清单另附',
            targets: '年度得分不低于60分；入住率、投诉、安全、特困人员满意',
            exit: '两次考核不合格、转包的退出；老人留在原处，资产按清单交回',
            noSublet: true,
            tekunStay: true,
          },
        ],
        [day(140), chibi, 'handOver', { handedOn: day(140), inventory: '按清单逐项清点，一致，双方签字' }],
      ],
    );
    await playRecord(
      tx,
      'care-operation',
      [
        day(30),
        clerk,
        {
          institution: homeOf('汀泗桥镇农村福利院'),
          mode: 'outsourced',
          owner: '汀泗桥镇人民政府',
          reason: '护理服务外包给专业团队，管理还在镇里',
        },
      ],
      [
        [
          day(20),
          clerk,
          'value',
          { agency: '湖北正信资产评估（示例）', no: '正评〔2026〕30号', on: day(21), valueFen: 96_000_000 },
        ],
      ],
    );
    await playRecord(
      tx,
      'care-group-asset',
      [
        day(90),
        clerk,
        {
          name: '原市测量所办公楼',
          kind: 'housing',
          place: '421202001000',
          owner: '咸安区国有资产事务中心',
          areaM2: 2600,
          use: '街道级综合养老服务设施',
        },
      ],
      [[day(80), leader, 'transfer', { no: '咸安国资〔2026〕4号', on: day(80) }]],
    );
    await playRecord(
      tx,
      'care-conversion',
      [
        day(120),
        clerk,
        { site: '原汀泗桥第二小学', place: '421202100001', formerUse: 'school', owner: '咸安区教育局', areaM2: 1800, beds: 60 },
      ],
      [
        [day(110), clerk, 'title', { no: '咸安国用〔2018〕77号', on: day(110), term: '划拨，长期' }],
        [day(100), leader, 'plan', { no: '咸安民〔2026〕15号', on: day(100), scheme: '改为60张床的护理院，一楼做日间照料' }],
        [day(60), clerk, 'begin', { on: day(60) }],
        [day(30), clerk, 'use', { no: '咸安自规〔2026〕9号', on: day(30) }],
      ],
    );
    await playRecord(
      tx,
      'affordable-bed',
      [
        day(20),
        clerk,
        {
          project: '温泉普惠养老中心（示例）',
          institution: homeOf('温泉康乐养老公寓'),
          enterprise: operator.operator,
          enterpriseCode: operator.operatorCode,
          type: 'medical',
          beds: 100,
          priceFen: 2_000_00,
          years: 10,
        },
      ],
      [
        [day(15), second, 'check', { opinion: '用地合规，价格低于周边' }],
        [day(2), city, 'post', { telephone: '0999-0000111' }],
      ],
    );
    await playRecord(tx, 'care-reform-pilot', [
      day(100),
      city,
      {
        name: '居家和社区养老服务改革试点',
        level: 'nation',
        reform: 'other',
        documentNo: '民办函〔2020〕（示例）',
        tasks: '建一个平台，改造社区养老设施，培养一批护理员',
        budgetFen: 20_000_000_00,
        midOn: plusDays(today, 60),
        endOn: plusDays(today, 400),
      },
    ]);
    await playRecord(
      tx,
      'care-preference',
      [
        day(30),
        clerk,
        {
          institution: homeOf('温泉康乐养老公寓'),
          kind: 'power',
          year: Number(today.slice(0, 4)),
          basis: '养老机构用电执行居民价格（示例文号）',
          dueFen: 12_000_00,
        },
      ],
      [[day(20), clerk, 'chase', { reason: '仍按商业电价收', office: '咸宁市供电公司' }]],
    );
    await playRecord(
      tx,
      'care-restructuring',
      [
        day(45),
        clerk,
        {
          institution: homeOf('汀泗桥镇农村福利院'),
          company: '咸安区康养有限公司（示例）',
          reason: '按市里的方案划入康养集团，统一管理',
        },
      ],
      [[day(40), clerk, 'audit', { no: '咸审〔2026〕21号（示例）', on: day(41), summary: '房屋、床位、设备账实相符，没有负债' }]],
    );
    await playRecord(
      tx,
      'care-cooperation',
      [
        day(70),
        clerk,
        {
          name: '淦河颐养中心（示例）',
          kind: 'ppp',
          parties: '咸安区民政局出房屋\n湖北康颐出设备和人员',
          share: '政府四成，企业六成',
          from: plusDays(today, 30),
          years: 15,
          risk: '建设风险由企业担，政策风险由政府担，不承诺固定回报',
          exit: '到期无偿移交；提前退出的按评估结算，老人留在原处',
        },
      ],
      [[day(60), second, 'review', { risk: true, exit: true, opinion: '条款齐全，可以签' }]],
    );
    await playRecord(
      tx,
      'care-support',
      [
        day(100),
        clerk,
        {
          institution: homeOf('温泉康乐养老公寓'),
          kind: 'pairing',
          receives: 'rural',
          receiver: '汀泗桥镇农村福利院',
          place: '421202100004',
          hours: 60,
          matter: '护理技术、食堂卫生、安全管理',
        },
      ],
      [
        [
          day(30),
          clerk,
          'visit',
          { on: day(30), hours: 6, staff: 3, done: '教翻身拍背和压疮预防', result: '两位护理员学会了，订了翻身表' },
        ],
      ],
    );
    await playRecord(
      tx,
      'care-bed-building',
      [
        day(50),
        clerk,
        {
          name: '咸安区社会福利院',
          place: '421202100001',
          kind: 'institution',
          event: 'new',
          on: '2018-06-01',
          beds: 120,
          again: 0,
          basis: '竣工验收〔2018〕3号（示例）',
        },
      ],
      [[day(45), second, 'confirm', { opinion: '看了竣工验收和备案' }]],
    );
  });
