"""What the rehearsal's teams say about their work, and what judges say to them."""

HEADINGS = {
    "en": ("How it works", "What comes next"),
    "fr": ("Comment cela marche", "Et ensuite"),
    "nl": ("Hoe het werkt", "Hoe het verder gaat"),
    "de": ("Wie es funktioniert", "Wie es weitergeht"),
}

BEGINNINGS = {
    "en": [
        "We talked to **six people** who have the problem, drew three versions, and built the simplest.",
        "It began with a map on the kitchen table: everybody marked where it goes wrong, and **one corner** was marked by all.",
        "Our coach told us what happens on a Friday evening. We threw our first plan away and **started from her notes**.",
        "Nobody needs another app. So we asked what people **already carry, pass or use**, and built on that.",
        "We spent the first five hours without a keyboard, **listening**. The rest followed from three sentences we wrote down.",
    ],
    "fr": [
        "Nous avons parlé à **six personnes** concernées, dessiné trois versions et construit la plus simple.",
        "Tout a commencé par un plan sur la table de la cuisine : chacun a indiqué où cela coince, et **un coin de rue** a été coché par tous.",
        "Notre coach nous a raconté ce qui se passe le vendredi soir. Nous avons jeté notre premier plan et **sommes repartis de ses notes**.",
        "Personne n’a besoin d’une application de plus. Nous sommes donc partis de ce que les gens **ont déjà en main**.",
        "Nous avons passé les cinq premières heures sans clavier, à **écouter**. Le reste découle de trois phrases que nous avons notées.",
    ],
    "nl": [
        "We spraken met **zes mensen** die het probleem hebben, tekenden drie versies en bouwden de eenvoudigste.",
        "Het begon met een kaart op de keukentafel: iedereen duidde aan waar het misloopt, en **één hoek** kwam bij allen terug.",
        "Onze coach vertelde wat er op een vrijdagavond gebeurt. We gooiden ons eerste plan weg en **vertrokken van haar notities**.",
        "Niemand heeft nog een app nodig. Daarom vertrokken we van wat mensen **al op zak hebben**.",
        "De eerste vijf uur hebben we geen toetsenbord aangeraakt, maar **geluisterd**. De rest volgde uit drie zinnen die we noteerden.",
    ],
    "de": [
        "Wir sprachen mit **sechs Betroffenen**, zeichneten drei Fassungen und bauten die einfachste.",
        "Es begann mit einer Karte auf dem Küchentisch: Alle markierten, wo es hakt, und **eine Ecke** war bei allen dabei.",
        "Unsere Coachin erzählte, was an einem Freitagabend geschieht. Wir warfen unseren ersten Plan weg und **begannen mit ihren Notizen**.",
        "Niemand braucht noch eine App. Also gingen wir von dem aus, was die Menschen **schon in der Tasche haben**.",
        "Die ersten fünf Stunden haben wir keine Tastatur berührt, sondern **zugehört**. Der Rest ergab sich aus drei notierten Sätzen.",
    ],
}

STEPS = {
    "en": [
        "1. A first test takes a week.\n2. It costs less than a patrol car.\n3. It stops when nobody uses it.",
        "- No names and no photos are kept.\n- It works on a five-year-old phone.\n- Whoever cannot read can still use it.",
        "1. In the morning it asks one question.\n2. At noon the answers are on one page.\n3. In the evening somebody acts on them.",
    ],
    "fr": [
        "1. Un premier essai prend une semaine.\n2. Il coûte moins qu’une voiture de patrouille.\n3. Il s’arrête si personne ne l’utilise.",
        "- Aucun nom ni aucune photo n’est conservé.\n- Cela marche sur un téléphone de cinq ans.\n- Même sans savoir lire, on peut l’utiliser.",
        "1. Le matin, une seule question.\n2. À midi, les réponses tiennent sur une page.\n3. Le soir, quelqu’un agit.",
    ],
    "nl": [
        "1. Een eerste test duurt een week.\n2. Het kost minder dan een patrouillewagen.\n3. Het stopt als niemand het gebruikt.",
        "- Er worden geen namen en geen foto’s bewaard.\n- Het werkt op een telefoon van vijf jaar oud.\n- Ook wie niet kan lezen, kan het gebruiken.",
        "1. ’s Ochtends stelt het één vraag.\n2. ’s Middags staan de antwoorden op één bladzijde.\n3. ’s Avonds doet iemand er iets mee.",
    ],
    "de": [
        "1. Ein erster Versuch dauert eine Woche.\n2. Er kostet weniger als ein Streifenwagen.\n3. Er endet, wenn niemand ihn nutzt.",
        "- Es werden weder Namen noch Fotos gespeichert.\n- Es läuft auf einem fünf Jahre alten Telefon.\n- Auch wer nicht lesen kann, kann es benutzen.",
        "1. Am Morgen stellt es eine Frage.\n2. Am Mittag stehen die Antworten auf einer Seite.\n3. Am Abend handelt jemand danach.",
    ],
}

ENDINGS = {
    "en": [
        "One zone, one school or street, and a coach who knows them: that is all we need to begin.",
        "We would try it for a month with two community officers, and count what changes.",
    ],
    "fr": [
        "Une zone, une école ou une rue, et un coach qui les connaît : il ne nous en faut pas plus pour commencer.",
        "Nous voulons l’essayer un mois avec deux inspecteurs de quartier, et compter ce qui change.",
    ],
    "nl": [
        "Eén zone, één school of straat, en een coach die hen kent: meer hebben we niet nodig om te beginnen.",
        "We willen het een maand uitproberen met twee wijkinspecteurs, en tellen wat er verandert.",
    ],
    "de": [
        "Eine Zone, eine Schule oder Straße und ein Coach, der sie kennt: Mehr brauchen wir für den Anfang nicht.",
        "Wir möchten es einen Monat lang mit zwei Revierpolizisten erproben und zählen, was sich ändert.",
    ],
}

REMARKS = {
    "en": [
        "A clear idea with a small first step. Say who would run it after the first month.",
        "You know the people you work for, and it shows. The costs could be worked out further.",
        "Convincing demonstration. Look at what already exists in other towns.",
        "Original. I would like to see how it holds up on a rainy day.",
        "Well told. The data protection part deserves a page of its own.",
    ],
    "fr": [
        "Une idée claire avec un premier pas modeste. Dites qui s’en occupe après le premier mois.",
        "Vous connaissez les gens pour qui vous travaillez, et cela se voit. Les coûts restent à préciser.",
        "Démonstration convaincante. Regardez ce qui existe déjà dans d’autres villes.",
        "Original. J’aimerais voir ce que cela donne un jour de pluie.",
        "Bien raconté. La protection des données mérite une page à elle seule.",
    ],
    "nl": [
        "Een helder idee met een kleine eerste stap. Zeg wie het na de eerste maand draaiende houdt.",
        "Jullie kennen de mensen voor wie jullie werken, en dat is te merken. De kosten mogen nog preciezer.",
        "Overtuigende demonstratie. Kijk ook eens naar wat in andere steden al bestaat.",
        "Origineel. Ik zou willen zien hoe het werkt op een regendag.",
        "Goed verteld. De gegevensbescherming verdient een eigen bladzijde.",
    ],
    "de": [
        "Eine klare Idee mit einem kleinen ersten Schritt. Wer führt sie nach dem ersten Monat weiter?",
        "Sie kennen die Menschen, für die Sie arbeiten, und das merkt man. Die Kosten wären noch zu klären.",
        "Überzeugende Vorführung. Sehen Sie sich an, was es in anderen Städten schon gibt.",
        "Originell. Ich würde gern sehen, wie es an einem Regentag läuft.",
        "Gut erzählt. Der Datenschutz verdient eine eigene Seite.",
    ],
}


def description(language: str, number: int) -> str:
    """Markdown, in the team's language; the lists are as long as they are so that few agree."""
    how, what_next = HEADINGS[language]
    begin, steps, end = (
        pool[language][number % len(pool[language])] for pool in (BEGINNINGS, STEPS, ENDINGS)
    )
    return f"{begin}\n\n## {how}\n\n{steps}\n\n## {what_next}\n\n{end}"
