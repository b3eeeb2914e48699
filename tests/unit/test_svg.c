/* SPDX-License-Identifier: MIT */
#include "svg.h"

#include "base/message.h"
#include "capture.h"
#include "test.h"

#define REPLACEMENT "\xef\xbf\xbd"

static struct output out;
static int out_file;

static void begin(void)
{
    out_file = temporary_file();
    output_open(&out, dup(out_file));
}

static void check_end(const char *wanted)
{
    struct strbuf got = {0};

    CHECK(output_close(&out, "output") == FG_OK);
    take_file(out_file, &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(wanted));
    strbuf_free(&got);
}

static void name_content(struct output *o, struct slice text)
{
    svg_name(o, text, false);
}

static void name_value(struct output *o, struct slice text)
{
    svg_name(o, text, true);
}

static const struct {
    void (*write)(struct output *o, struct slice text);
    const char *text, *written;
} texts[] = {
    {name_content, "", ""},
    {name_content, "main", "main"},
    {name_content, "a<b>&\"c\"'d'", "a&lt;b&gt;&amp;\"c\"'d'"},
    {name_value, "a<b>&\"c\"'d'", "a&lt;b&gt;&amp;&quot;c&quot;'d'"},
    {name_value, "&amp;", "&amp;amp;"},
    {name_value, "caf\xc3\xa9\xf0\x9f\x94\xa5", "caf\xc3\xa9\xf0\x9f\x94\xa5"},
    {name_value, "\x01" "a\x1f\t", REPLACEMENT "a" REPLACEMENT "\t"},
    {name_value, "\xef\xbf\xbe\xef\xbf\xbd", REPLACEMENT REPLACEMENT},

    {svg_content, "a &amp; <b>c</b> \"d\"", "a &amp; <b>c</b> \"d\""},
    {svg_content, "a & <b>", "a &amp; &lt;b&gt;"},
    {svg_content, "</text><script>", "&lt;/text&gt;&lt;script&gt;"},
    {svg_content, "\xff", REPLACEMENT},
    {svg_content, "\x02<b/>", REPLACEMENT "&lt;b/&gt;"},
    {svg_value, "a &amp; b > c", "a &amp; b > c"},
    {svg_value, "a & b > c", "a &amp; b &gt; c"},
    {svg_value, "x\" onload=\"y()", "x&quot; onload=&quot;y()"},
    {svg_value, "<", "&lt;"},

    {svg_comment, "a & <b>", "a & <b>"},
    {svg_comment, "--", "- -"},
    {svg_comment, "-->", "- ->"},
    {svg_comment, "a---b", "a- - -b"},
    {svg_comment, "a-b-", "a-b-"},
    {svg_comment, "\x01\xff\xef\xbf\xbf", REPLACEMENT REPLACEMENT REPLACEMENT},

    {svg_css, "Verdana, 'DejaVu Sans'", "Verdana, 'DejaVu Sans'"},
    {svg_css, "caf\xc3\xa9", "caf\xc3\xa9"},
    {svg_css, "x;}", "x\\00003b\\00007d"},
    {svg_css, "{:<>&\\/@!", "\\00007b\\00003a\\00003c\\00003e\\000026\\00005c\\00002f"
                            "\\000040\\000021"},
    {svg_css, "a\nb\x01", "a\\00000ab" REPLACEMENT},
    {svg_css, "\xff", REPLACEMENT},

    {svg_script_string, "", "\"\""},
    {svg_script_string, "Function:", "\"Function:\""},
    {svg_script_string, "a\"b\\c", "\"a\\u0022b\\u005cc\""},
    {svg_script_string, "</script>&]]>", "\"\\u003c/script\\u003e\\u0026\\u005d\\u005d\\u003e\""},
    {svg_script_string, "'\n\x01", "\"\\u0027\\u000a" REPLACEMENT "\""},
    {svg_script_string, "caf\xc3\xa9\xff", "\"caf\xc3\xa9" REPLACEMENT "\""}
};

static void test_texts(void)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        test_case = texts[i].text;
        begin();
        texts[i].write(&out, slice_str(texts[i].text));
        check_end(texts[i].written);
    }
    test_case = NULL;
    begin();
    svg_name(&out, slice_of("a\0b", 3), true);
    check_end("a" REPLACEMENT "b");
}

/* A long name is escaped in pieces, which end between characters. */
static void test_long_name(void)
{
    struct strbuf name = {0};
    struct strbuf wanted = {0};
    struct strbuf got = {0};

    for (size_t i = 0; i < 100000; i++) {
        strbuf_add_str(&name, i % 3 == 0 ? "\xf0\x9f\x94\xa5" : "<\xc3\xa9");
        strbuf_add_str(&wanted, i % 3 == 0 ? "\xf0\x9f\x94\xa5" : "&lt;\xc3\xa9");
    }
    begin();
    svg_name(&out, strbuf_slice(&name), false);
    CHECK(out.pending.capacity < name.n);
    CHECK(output_close(&out, "output") == FG_OK);
    take_file(out_file, &got);
    CHECK(slice_equal(strbuf_slice(&got), strbuf_slice(&wanted)));
    strbuf_free(&got);
    strbuf_free(&wanted);
    strbuf_free(&name);
}

/* Characters that XML forbids come through nowhere. */
static void test_forbidden(void)
{
    static const char *const forbidden[] = {"\x01", "\x1f", "\xef\xbf\xbe", "\xef\xbf\xbf"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t k = 0; k < sizeof forbidden / sizeof *forbidden; k++) {
            struct strbuf got = {0};
            if (i > 0 && texts[i].write == texts[i - 1].write)
                continue;
            test_case = texts[i].text;
            begin();
            texts[i].write(&out, slice_str(forbidden[k]));
            CHECK(output_close(&out, "output") == FG_OK);
            take_file(out_file, &got);
            CHECK(slice_search(strbuf_slice(&got), forbidden[k]) == SLICE_NONE);
            strbuf_free(&got);
        }
    test_case = NULL;
}

static void test_list(void)
{
    struct svg_list list = {&out, false};
    struct strbuf taken = {0};

    strbuf_add_char(&taken, ' ');
    begin();
    svg_list_attribute(&list, "id", slice_str("a&b"), &taken);
    svg_list_extra(&list, slice_str("id=\"again\""), &taken);
    svg_list_extra(&list, slice_str("x='1'"), &taken);
    svg_list_extra(&list, slice_str("y='"), &taken);
    svg_list_extra(&list, slice_str("x='2'"), &taken);
    svg_list_attribute(&list, "z", slice_str("\""), &taken);
    check_end("id=\"a&amp;b\" x='1' z=\"&quot;\"");
    strbuf_free(&taken);
}

/* Rectangles: the width is that between the printed ends. */
static const struct {
    double x1, x2;
    const char *fill, *extra, *written;
} rectangles[] = {
    {10, 1190, "rgb(1,2,3)", "rx=\"2\"",
     "<rect x=\"10.0\" y=\"5\" width=\"1180.0\" height=\"15.0\" fill=\"rgb(1,2,3)\" rx=\"2\" />\n"},
    {10.04, 10.06, "red", "",
     "<rect x=\"10.0\" y=\"5\" width=\"0.1\" height=\"15.0\" fill=\"red\"  />\n"},
    {10.05, 10.14, "red", "",
     "<rect x=\"10.1\" y=\"5\" width=\"0.0\" height=\"15.0\" fill=\"red\"  />\n"},
    };

static void test_shapes(void)
{
    for (size_t i = 0; i < sizeof rectangles / sizeof *rectangles; i++) {
        begin();
        svg_rectangle(&out, rectangles[i].x1, perl_integer(5), rectangles[i].x2,
                      perl_integer(20), slice_str(rectangles[i].fill), rectangles[i].extra);
        check_end(rectangles[i].written);
    }
    begin();
    svg_text_begin(&out, "title", 600, perl_integer(24), "");
    svg_text_end(&out);
    svg_text_begin(&out, NULL, 1.005, perl_real(10.5), "class=\"x\"");
    svg_text_end(&out);
    check_end("<text id=\"title\" x=\"600.00\" y=\"24\" ></text>\n"
              "<text  x=\"1.00\" y=\"10.5\" class=\"x\"></text>\n");
}

int main(void)
{
    test_texts();
    test_long_name();
    test_forbidden();
    test_list();
    test_shapes();
    return test_report();
}
