/** 这周吃什么: in large type, day by day; order, call off. */
import { Offers } from '../../../../web/portal/Offers.tsx';
import { Await, Page, useLoad } from '../../../../web/portal/parts.tsx';
import { shortDate, weekdayName, yuan } from '../../../../web/shared/format.ts';
import type { MyMeals } from '../../meals/ahead-content.ts';

export default function MealsPage() {
  const mine = useLoad<MyMeals>('/api/my/meals');
  return (
    <Page title="老年食堂" back={{ href: '/app/my', text: '我的办件' }}>
      <Await of={mine}>
        {({ canteens, orders }) => (
          <>
            {orders.length > 0 && (
              <section>
                <h2>我订的</h2>
                {orders.map((of) => (
                  <div key={of.id}>
                    <p>
                      {shortDate(of.on)}
                      {weekdayName(of.on)}
                      {of.periodZh}，{of.canteenName}，{of.modeZh}，<b>{of.stateZh}</b>，{of.personName}
                    </p>
                    <Offers offers={of.offers} done={mine.reload} quiet />
                  </div>
                ))}
              </section>
            )}
            {canteens.length === 0 && <p className="say">附近的老年食堂还没有公布菜单。可以打电话问村（社区）。</p>}
            {canteens.map((canteen) => (
              <section key={canteen.outletId}>
                <h2>{canteen.name}</h2>
                <p>
                  {canteen.placeZh}，{canteen.address}，电话<a href={`tel:${canteen.telephone}`}>{canteen.telephone}</a>
                </p>
                {canteen.days.map((day) => (
                  <section key={day.on} className="now">
                    <h3>
                      {shortDate(day.on)} {weekdayName(day.on)}
                    </h3>
                    {day.meals.map((meal) => (
                      <div key={meal.period}>
                        <p className="sum">
                          {meal.periodZh}：{meal.dishes}
                        </p>
                        <p>
                          {meal.selfFen < meal.priceFen
                            ? `餐价${yuan(meal.priceFen)}，补贴以后您约付${yuan(meal.selfFen)}`
                            : `餐价${yuan(meal.priceFen)}`}
                          {meal.mine && '，已经订了'}
                          {meal.closed && !meal.mine && '，已经截止'}
                        </p>
                        <Offers offers={meal.offers} done={mine.reload} />
                      </div>
                    ))}
                  </section>
                ))}
              </section>
            ))}
          </>
        )}
      </Await>
    </Page>
  );
}
