/** Where a meal is brought. */
import { defineSealed } from '../../../kernel/protect/server.ts';

export const mealAddressPlace = (id: string): string => `meal_order.place:${id}`;
defineSealed({ table: 'meal_order', key: ['id'], sealed: ['place'] });
