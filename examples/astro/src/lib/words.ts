/** The words of the frame; all others come from the CMS. Languages without a column read English. */
const words = {
  skip: { en: "Skip to the content", ru: "К содержанию", ar: "إلى المحتوى" },
  trail: { en: "You are here", ru: "Вы здесь", ar: "أنت هنا" },
  menu: { en: "Main", ru: "Главное меню", ar: "القائمة الرئيسية" },
  index: { en: "Index", ru: "Указатель", ar: "الفهرس" },
  close: { en: "Close the index", ru: "Закрыть указатель", ar: "أغلق الفهرس" },
  foot: { en: "Index of this site", ru: "Указатель сайта", ar: "فهرس الموقع" },
  small: { en: "About this site", ru: "Об этом сайте", ar: "عن هذا الموقع" },
  more: { en: "More shelves", ru: "Другие полки", ar: "رفوف أخرى" },
  elsewhere: { en: "Elsewhere", ru: "В других местах", ar: "في أماكن أخرى" },
  whole: { en: "The whole site", ru: "Весь сайт", ar: "الموقع كله" },
  languages: { en: "Language", ru: "Язык", ar: "اللغة" },
  search: { en: "Search", ru: "Поиск", ar: "بحث" },
  results: { en: "Results", ru: "Найдено", ar: "النتائج" },
  nothing: { en: "Nothing here goes by that name.", ru: "Ничего не нашлось.", ar: "لا شيء هنا بهذا الاسم." },
  empty: { en: "Nothing stands here yet.", ru: "Здесь пока ничего нет.", ar: "لا شيء هنا بعد." },
  previous: { en: "Previous page", ru: "Предыдущая страница", ar: "الصفحة السابقة" },
  next: { en: "Next page", ru: "Следующая страница", ar: "الصفحة التالية" },
  pages: { en: "Pages of this list", ru: "Страницы списка", ar: "صفحات القائمة" },
  published: { en: "Published", ru: "Опубликовано", ar: "نُشر" },
  updated: { en: "Updated", ru: "Обновлено", ar: "حُدّث" },
  author: { en: "Kept by", ru: "Автор", ar: "الكاتب" },
  place: { en: "Place", ru: "Место", ar: "المكان" },
  related: { en: "Mentioned here", ru: "Упомянуто здесь", ar: "مذكور هنا" },
  written: { en: "Written by this author", ru: "Статьи автора", ar: "مقالات الكاتب" },
  journal: { en: "Journal", ru: "Журнал", ar: "اليوميات" },
  all: { en: "See all", ru: "Смотреть все", ar: "عرض الكل" },
  filters: { en: "Filters", ru: "Фильтры", ar: "المرشحات" },
  apply: { en: "Show the products", ru: "Показать товары", ar: "عرض المنتجات" },
  remove: { en: "Remove the filter", ru: "Убрать фильтр", ar: "إزالة المرشح" },
  price: { en: "Price", ru: "Цена", ar: "السعر" },
  from: { en: "from", ru: "от", ar: "من" },
  to: { en: "to", ru: "до", ar: "إلى" },
  products: { en: "Products", ru: "Товары", ar: "المنتجات" },
  shelves: { en: "On this shelf", ru: "На этой полке", ar: "على هذا الرف" },
  was: { en: "was", ru: "было", ar: "كان" },
  now: { en: "now", ru: "сейчас", ar: "الآن" },
  about: { en: "About it", ru: "Описание", ar: "عن المنتج" },
  care: { en: "Care", ru: "Уход", ar: "العناية" },
  variants: { en: "To order", ru: "Для заказа", ar: "للطلب" },
  variant: { en: "Variant", ru: "Вариант", ar: "الصنف" },
  sku: { en: "SKU", ru: "Артикул", ar: "رمز المنتج" },
  gtin: { en: "GTIN", ru: "GTIN", ar: "GTIN" },
  mpn: { en: "Maker’s number", ru: "Номер производителя", ar: "رقم الصانع" },
  condition: { en: "Condition", ru: "Состояние", ar: "الحالة" },
  brand: { en: "Made by", ru: "Изготовитель", ar: "الصانع" },
  availability: { en: "Availability", ru: "Наличие", ar: "التوفر" },
  successor: { en: "What took its place", ru: "Что пришло на смену", ar: "ما حل محله" },
  reviews: { en: "Reviews", ru: "Отзывы", ar: "المراجعات" },
  verified: { en: "Bought here", ru: "Куплено здесь", ar: "اشتُري من هنا" },
  incentivised: { en: "Got something for this review", ru: "Отзыв за вознаграждение", ar: "مراجعة بمقابل" },
  answer: { en: "Our answer", ru: "Наш ответ", ar: "ردنا" },
  besides: { en: "Goes with it", ru: "К этому подходит", ar: "يناسبه" },
  terms: { en: "Delivery and returns", ru: "Доставка и возврат", ar: "التوصيل والإرجاع" },
  where: { en: "Where it is", ru: "Где это", ar: "أين هو" },
  hours: { en: "Opening hours", ru: "Часы работы", ar: "ساعات العمل" },
  closed: { en: "closed", ru: "закрыто", ar: "مغلق" },
  exceptions: { en: "Exceptions", ru: "Исключения", ar: "استثناءات" },
  departments: { en: "Departments", ru: "Отделы", ar: "الأقسام" },
  position: { en: "Position", ru: "Координаты", ar: "الموقع" },
  when: { en: "When and where", ru: "Когда и где", ar: "متى وأين" },
  begins: { en: "Begins", ru: "Начало", ar: "يبدأ" },
  ends: { en: "Ends", ru: "Конец", ar: "ينتهي" },
  with: { en: "With", ru: "Участвуют", ar: "مع" },
  invited: { en: "Invited by", ru: "Приглашает", ar: "بدعوة من" },
  online: { en: "Also online", ru: "Также онлайн", ar: "أيضًا عبر الإنترنت" },
  tickets: { en: "Tickets", ru: "Билеты", ar: "التذاكر" },
  ticket: { en: "Ticket", ru: "Билет", ar: "تذكرة" },
  watch: { en: "Watch the video", ru: "Смотреть видео", ar: "شاهد الفيديو" },
  moments: { en: "Moments", ru: "Моменты", ar: "لحظات" },
  transcript: { en: "What is said", ru: "Что говорится", ar: "ما يقال" },
  required: { en: "(required)", ru: "(обязательно)", ar: "(مطلوب)" },
  send: { en: "Send", ru: "Отправить", ar: "إرسال" },
  unsent: { en: "Not sent yet", ru: "Ещё не отправлено", ar: "لم يُرسل بعد" },
  thanks: {
    en: "Thank you. Your message is on its way.",
    ru: "Спасибо. Ваше сообщение отправлено.",
    ar: "شكرًا. رسالتك في الطريق.",
  },
  missing: { en: "Nothing stands here", ru: "Здесь ничего нет", ar: "لا شيء هنا" },
  missingWords: {
    en: "Nothing stands at this address. Either it moved, or one letter of it went overboard.",
    ru: "По этому адресу ничего нет. Либо страница переехала, либо одна буква упала за борт.",
    ar: "لا شيء في هذا العنوان.",
  },
  gone: { en: "Gone for good", ru: "Убрано навсегда", ar: "أُزيل نهائيًا" },
  goneWords: {
    en: "What stood at this address has been taken down and is not coming back.",
    ru: "То, что было по этому адресу, убрано и не вернётся.",
    ar: "ما كان في هذا العنوان أُزيل ولن يعود.",
  },
  withheld: {
    en: "What stands at this address may not be shown, because the law forbids it.",
    ru: "То, что находится по этому адресу, показывать запрещает закон.",
    ar: "لا يجوز عرض ما في هذا العنوان لأن القانون يمنعه.",
  },
  near: { en: "The nearest page", ru: "Ближайшая страница", ar: "أقرب صفحة" },
  instead: { en: "What took its place", ru: "Что пришло на смену", ar: "ما حل محله" },
  archive: { en: "An archived copy", ru: "Архивная копия", ar: "نسخة مؤرشفة" },
  home: { en: "Back to the front page", ru: "На главную", ar: "إلى الصفحة الرئيسية" },
  locked: { en: "Locked", ru: "Закрыто", ar: "مقفل" },
  lockedWords: { en: "Not everybody may read this page.", ru: "Эта страница не для всех.", ar: "هذه الصفحة ليست للجميع." },
  password: { en: "Password", ru: "Пароль", ar: "كلمة المرور" },
  username: { en: "Name", ru: "Имя", ar: "الاسم" },
  often: { en: "Too many tries. Please wait a while.", ru: "Слишком много попыток. Подождите немного.", ar: "محاولات كثيرة. انتظر قليلًا." },
  open: { en: "Open", ru: "Открыть", ar: "افتح" },
  wrong: { en: "This does not open the page.", ru: "Это не подходит.", ar: "هذا لا يفتح الصفحة." },
  fallback: {
    en: "This page has not been translated yet.",
    ru: "Эта страница ещё не переведена.",
    ar: "لم تُترجم هذه الصفحة بعد.",
  },
  preview: { en: "A draft, shown to you alone.", ru: "Черновик, виден только вам.", ar: "مسودة تراها وحدك." },
  leave: { en: "Leave the preview", ru: "Выйти из просмотра", ar: "أغلق المعاينة" },
} satisfies Record<string, Record<"en" | "ru" | "ar", string>>;

export type Word = keyof typeof words;

/** A word of the frame in a language: `say("ru", "search")`. */
export function say(locale: string, word: Word): string {
  const language = locale.split("-")[0] as keyof (typeof words)[Word];
  return words[word][language] ?? words[word].en;
}

export function direction(locale: string): "ltr" | "rtl" {
  return ["ar", "fa", "he", "ur"].includes(locale.split("-")[0] ?? "") ? "rtl" : "ltr";
}

export function day(locale: string, moment: string, timeZone = "UTC"): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone }).format(new Date(moment));
}

/** A moment where it happens; without a time of day, the day alone. */
export function moment(locale: string, iso: string, timeZone: string): string {
  if (!iso.includes("T")) return day(locale, iso);
  const style = { dateStyle: "full", timeStyle: "short", timeZone } as const;
  return new Intl.DateTimeFormat(locale, style).format(new Date(iso));
}

/** 1 is Monday. */
export function weekday(locale: string, number: number): string {
  const monday = Date.UTC(2024, 0, 1);
  return new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(monday + (number - 1) * 86_400_000);
}

export function country(locale: string, code: string): string {
  return new Intl.DisplayNames([locale], { type: "region" }).of(code) ?? code;
}

export function money(locale: string, amount: string, currency: string): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(Number(amount));
}

/** 75 as 1:15. */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
