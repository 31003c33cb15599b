"""What the rehearsal's jury promises, and what its marks mean."""

from judging.demo.languages import spoken

CONDUCT = spoken(
    "conduct",
    "I score every project by the published rules, on my own, and read it first.\n\n"
    "I say at once if I am tied to a team, and I keep to myself what I read and hear here.",
    "J’évalue chaque projet selon les règles publiées, seul(e), et après l’avoir lu.\n\n"
    "Je signale immédiatement tout lien avec une équipe, et je garde pour moi ce que je lis "
    "et entends ici.",
    "Ik beoordeel elk project volgens de gepubliceerde regels, op mijn eentje, en ik lees het "
    "eerst.\n\nIk meld het meteen als ik een band met een team heb, en ik houd voor mij wat ik "
    "hier lees en hoor.",
    "Ich bewerte jedes Projekt nach den veröffentlichten Regeln, für mich allein, und lese es "
    "zuvor.\n\nIch sage sofort, wenn mich etwas mit einem Team verbindet, und behalte für mich, "
    "was ich hier lese und höre.",
)

ANCHORS = spoken(
    "anchors",
    "Not there: we looked for it and did not find it\n"
    "A start: an idea, without anything that shows it works\n"
    "Sound: convincing in part, with gaps that the team names\n"
    "Strong: convincing, with proof that one can check\n"
    "Outstanding: better than what is done today, and ready to be tried",
    "Absent : nous l’avons cherché sans le trouver\n"
    "Amorcé : une idée, sans rien qui montre qu’elle fonctionne\n"
    "Solide : convaincant en partie, avec des lacunes que l’équipe reconnaît\n"
    "Fort : convaincant, avec des preuves vérifiables\n"
    "Remarquable : meilleur que l’existant, et prêt à être essayé",
    "Afwezig: we hebben het gezocht en niet gevonden\n"
    "Een begin: een idee, zonder iets dat toont dat het werkt\n"
    "Degelijk: deels overtuigend, met leemten die het team zelf benoemt\n"
    "Sterk: overtuigend, met bewijzen die men kan nagaan\n"
    "Uitmuntend: beter dan wat vandaag bestaat, en klaar om uit te proberen",
    "Nicht vorhanden: wir haben es gesucht und nicht gefunden\n"
    "Ein Anfang: eine Idee, ohne Beleg, dass sie funktioniert\n"
    "Solide: teilweise überzeugend, mit Lücken, die das Team benennt\n"
    "Stark: überzeugend, mit Belegen, die man prüfen kann\n"
    "Herausragend: besser als das Bestehende und bereit für einen Versuch",
)
