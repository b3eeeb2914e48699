/* SPDX-License-Identifier: MIT */
#include "legend.h"

#include <string.h>

/* The middle of the hues of palettes.c. */
#define RED "rgb(227,90,90)"
#define GREEN "rgb(80,227,80)"
#define BLUE "rgb(110,110,230)"
#define AQUA "rgb(80,192,192)"
#define YELLOW "rgb(202,202,60)"
#define ORANGE "rgb(222,122,0)"

struct legend_row {
    const char *color;
    const char *meaning;
};

struct legend {
    const char *palette;
    struct legend_row rows[5];  /* the last ones may be empty */
};

static const struct legend legends[] = {
    {"java", {{GREEN, "Java"}, {AQUA, "Java, inlined"}, {YELLOW, "C++"}, {ORANGE, "kernel"},
              {RED, "other"}}},
    {"js", {{GREEN, "JavaScript"}, {AQUA, "built into the engine"}, {YELLOW, "C++"},
            {ORANGE, "kernel"}, {RED, "other"}}},
    {"perl", {{GREEN, "Perl"}, {YELLOW, "C++"}, {ORANGE, "kernel"}, {RED, "other"}}},
    {"wakeup", {{AQUA, "waker"}}},
    {"chain", {{BLUE, "blocked"}, {AQUA, "waker"}}},
};

/* As color_of_delta() has it. */
static const struct legend differences = {
    "", {{"rgb(255,105,105)", "more in the second profile"},
         {"rgb(105,105,255)", "less in the second profile"}, {"rgb(255,255,255)", "the same"}}
};
static const struct legend negated = {
    "", {{"rgb(255,105,105)", "less in the second profile"},
         {"rgb(105,105,255)", "more in the second profile"}, {"rgb(255,255,255)", "the same"}}
};

static const struct legend *legend_find(const struct options *options, bool differs)
{
    if (differs)
        return options->negate ? &negated : &differences;
    for (size_t i = 0; i < sizeof legends / sizeof *legends; i++)
        if (strcmp(options->colors, legends[i].palette) == 0)
            return &legends[i];
    return NULL;
}

void legend_draw(const struct options *options, bool differs, struct output *o)
{
    const struct legend *legend = legend_find(options, differs);

    if (legend == NULL)
        return;
    output_str(o, ",legend:[");
    for (size_t i = 0; i < sizeof legend->rows / sizeof *legend->rows; i++) {
        const struct legend_row *row = &legend->rows[i];
        if (row->color == NULL)
            break;
        output_str(o, i > 0 ? ",[\"" : "[\"");
        output_str(o, row->color);
        output_str(o, "\",\"");
        output_str(o, row->meaning);
        output_str(o, "\"]");
    }
    output_char(o, ']');
}
