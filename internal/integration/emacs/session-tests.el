;;; session-tests.el --- kam-ls.el in Emacs  -*- lexical-binding: t; -*-

;; Runs in a home of its own with kam-ls.el installed as a package and configured as
;; its page says, in a folder that holds specs/, all of which are specs, and others/,
;; none of which is.

(require 'ert)
(require 'cl-lib)
(require 'seq)

(setq make-backup-files nil
      create-lockfiles nil
      vc-handled-backends nil
      lsp-auto-guess-root t
      lsp-enable-file-watchers nil
      lsp-enable-snippet nil
      lsp-completion-provider :none)

(defconst session-folder (file-name-as-directory default-directory))

(defun session-wait (predicate what)
  "Wait until PREDICATE holds, which is WHAT, and return what it returns."
  (with-timeout (30 (ert-fail (format "%s: not within 30 s" what)))
    (let (result)
      (while (not (setq result (funcall predicate)))
        (accept-process-output nil 0.05))
      result)))

(defun session-visit (name text)
  "Visit a new spec NAME with TEXT, in Eglot."
  (let ((file (expand-file-name name session-folder)))
    (write-region text nil file nil 'quiet)
    (set-buffer (find-file-noselect file))
    (switch-to-buffer (current-buffer))
    (unless (eglot-managed-p) ; it starts with the next command
      (run-hooks 'post-command-hook))
    (session-wait #'eglot-managed-p "Eglot")))

(defun session-findings ()
  "The texts of the diagnostics of the current buffer, as it is now."
  (eglot--signal-textDocument/didChange) ; Eglot waits for an idle moment
  (flymake-start)
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun session-wait-for-finding (regexp)
  (session-wait (lambda () (seq-some (lambda (text) (string-match-p regexp text)) (session-findings))) regexp))

(defmacro session-choosing (choice &rest body)
  "Run BODY, in which whoever is asked for something takes CHOICE."
  (declare (indent 1))
  `(cl-letf (((symbol-function 'completing-read)
              (lambda (_prompt collection &rest _) (car (all-completions ,choice collection))))
             (last-nonmenu-event t)) ; they are asked in the minibuffer
     ,@body))

(defconst session-good "schedule: \"0 3 * * 0\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n")

(ert-deftest session-modes ()
  ;; A mode for all of YAML that comes later.
  (add-to-list 'auto-mode-alist '("\\.ya?ml\\'" . text-mode))
  (dolist (folder '("specs" "others"))
    (dolist (file (directory-files-recursively (expand-file-name folder session-folder) ""))
      (with-current-buffer (find-file-noselect file)
        (ert-info ((format "%s: %s" file major-mode))
          (should (eq major-mode
                      (cond ((equal folder "others") (if (string-suffix-p ".json" file) major-mode 'text-mode))
                            ((string-suffix-p ".json" file) 'kam-ls-json-mode)
                            (t 'kam-ls-mode))))
          (should-not (and (equal folder "others") (derived-mode-p 'kam-ls-json-mode))))
        (kill-buffer)))))

(ert-deftest session-parents ()
  (with-temp-buffer
    (kam-ls-mode)
    (should (if (locate-library "yaml-mode") (derived-mode-p 'yaml-mode) (derived-mode-p 'kam-ls-plain-yaml-mode)))
    (kam-ls-json-mode)
    (should (derived-mode-p 'js-json-mode 'js-mode))))

(ert-deftest session-plain-mode ()
  (with-temp-buffer
    (kam-ls-plain-yaml-mode)
    (insert "schedule: \"0 3 * * 0 # no\" # yes\nit's: a#b\ncontainers:\nweb: {image: 'n'}\n")
    (font-lock-ensure)
    (cl-flet ((face (text) (goto-char (point-min)) (search-forward text) (get-text-property (1- (point)) 'face)))
      (should (eq (face "schedule") 'font-lock-variable-name-face))
      (should (eq (face "# no") 'font-lock-string-face))
      (should (eq (face "# yes") 'font-lock-comment-face))
      (should-not (face "a#b"))
      (should (eq (face "{image") 'font-lock-variable-name-face))
      (should (eq (face "'n'") 'font-lock-string-face)))
    (goto-char (point-min))
    (search-forward "web")
    (setq last-command nil this-command 'indent-for-tab-command)
    (indent-for-tab-command)
    (should (= (current-indentation) 2))
    (setq last-command 'indent-for-tab-command)
    (indent-for-tab-command)
    (should (= (current-indentation) 0))
    (comment-line 1)
    (should (string-match-p "^# web:" (buffer-string)))))

(ert-deftest session-eglot ()
  (session-visit "work.kam.yaml" "schedule: \"0 3 * * 7\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n")
  (session-wait-for-finding "7 is not a day of week")
  (should-error (kam-ls-render) :type 'user-error)

  (goto-char (point-min))
  (let (said)
    (session-wait (lambda ()
                    (eglot-hover-eldoc-function (lambda (text &rest _) (setq said text)))
                    said)
                  "hover")
    (should (string-match-p "schedule" said)))

  (search-forward "* 7")
  (session-choosing "Write '0'"
    (eglot-code-actions (1- (point)) (point) "quickfix" t))
  (session-wait (lambda () (string-prefix-p "schedule: \"0 3 * * 0\"" (buffer-string))) "the fix")
  (session-wait (lambda () (null (session-findings))) "no diagnostics")

  (goto-char (point-max))
  (insert "rep")
  (completion-at-point)
  (should (string-suffix-p "\nreplicas: " (buffer-string)))
  (insert "2\n")

  (with-current-buffer (save-window-excursion (kam-ls-render))
    (should (string-match-p "kind: CronJob" (buffer-string)))
    (should (string-match-p "parallelism: 2" (buffer-string)))
    (should-error (insert "x") :type 'buffer-read-only))
  (goto-char (point-min))
  (search-forward "nginx:1.27")
  (replace-match "nginx:1.28")
  (with-current-buffer "*manifest of work.kam.yaml*"
    (save-window-excursion (revert-buffer))
    (should (string-match-p "image: nginx:1.28" (buffer-string))))
  (with-current-buffer (save-window-excursion (kam-ls-render t))
    (should (string-match-p "image: nginx:1.28 +# " (buffer-string))))

  (with-current-buffer (kam-ls-schedules)
    (should (string-match-p "\\`0 3 \\* \\* 0  work: at 03:00, on Sunday\n  Sun [0-9-]+ 03:00 UTC\n" (buffer-string)))
    (push-button (point-min)))
  (set-buffer "work.kam.yaml")
  (should (= (line-number-at-pos) 1))

  (goto-char (point-min))
  (search-forward "0 3 * * 0")
  (replace-match "0 3 * * 7")
  (let ((kam-ls-fix-on-save t))
    (save-buffer))
  (should (string-prefix-p "schedule: \"0 3 * * 0\"\n" (buffer-string)))
  (should-not (buffer-modified-p))

  (kill-buffer "*manifest of work.kam.yaml*")
  (kam-ls-render)
  (kill-buffer "work.kam.yaml")
  (with-current-buffer "*manifest of work.kam.yaml*"
    (should-error (revert-buffer) :type 'user-error)))

(ert-deftest session-settings ()
  (with-temp-buffer
    (kam-ls-mode)
    (should-error (kam-ls-render) :type 'user-error))
  (session-visit "beat.kam.yaml" (string-replace "0 3 * * 0" "* * * * *" session-good))
  (session-wait-for-finding "every minute")
  (setq-default eglot-workspace-configuration '(:kam (:rules (:cron-too-often "off"))))
  (eglot-signal-didChangeConfiguration (eglot-current-server))
  (session-wait (lambda () (null (session-findings))) "no diagnostics")
  (setq-default eglot-workspace-configuration nil))

(ert-deftest session-json ()
  (session-visit "kam.json" "{\"schedule\": \"* * * *\", \"containers\": {\"web\": {\"image\": \"nginx:1.27\"}}}\n")
  (should (eq major-mode 'kam-ls-json-mode))
  (session-wait-for-finding "expected 5 fields, found 4"))

(ert-deftest session-lsp-mode ()
  (skip-unless (require 'lsp-mode nil t))
  (let ((file (expand-file-name "lsp.kam.yaml" session-folder)))
    (write-region session-good nil file nil 'quiet)
    (set-buffer (find-file-noselect file))
    (switch-to-buffer (current-buffer))
    (lsp)
    (session-wait (lambda () (bound-and-true-p lsp-managed-mode)) "lsp-mode")
    (should (equal (lsp-buffer-language) "kam-yaml"))
    (with-current-buffer (save-window-excursion (kam-ls-render))
      (should (string-match-p "kind: CronJob" (buffer-string))))
    (goto-char (point-min))
    (search-forward "0 3 * * 0")
    (replace-match "0 3 * * 7")
    (kam-ls-fix-all)
    (should (string-prefix-p "schedule: \"0 3 * * 0\"\n" (buffer-string)))
    (with-current-buffer (save-window-excursion (kam-ls-schedules))
      (should (string-match-p "at 03:00, on Sunday" (buffer-string))))
    (set-buffer-modified-p nil)))

(ert-run-tests-batch-and-exit)
;;; session-tests.el ends here
